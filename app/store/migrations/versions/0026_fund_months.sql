-- Corrections of earlier months are left out, and lines that are deleted. (Plus nothing, or SQLite would walk all
-- live lines.) After a change the month of the line is added up anew, and those of the lines that correct it.
CREATE TABLE fund_month (
    project_id VARCHAR(36) NOT NULL,
    month VARCHAR(7) NOT NULL,
    last_day DATE NOT NULL,
    land_published BIGINT,
    land_department BIGINT,
    land_unit BIGINT,
    fixed_published BIGINT,
    fixed_department BIGINT,
    fixed_unit BIGINT,
    working_published BIGINT,
    working_department BIGINT,
    working_unit BIGINT,
    PRIMARY KEY (project_id, month)
) WITHOUT ROWID;

CREATE INDEX fund_month_by_month ON fund_month (month, last_day);

INSERT INTO fund_month SELECT e.project_id, substr(e.month, 1, 7), max(e.month),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'unit'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'unit'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'unit')
FROM fund_entry e
LEFT JOIN fund_entry c ON c.id = e.corrects AND +c.deleted = 0 AND c.amount IS NOT NULL
    AND c.component IN ('land', 'fixed', 'working') AND c.source IN ('published', 'department', 'unit')
WHERE +e.deleted = 0 AND e.month IS NOT NULL AND coalesce(e.project_id, '') <> ''
    AND coalesce(substr(c.month, 1, 7) < substr(e.month, 1, 7), 0) = 0
GROUP BY 1, 2;

CREATE TRIGGER fund_month_insert AFTER INSERT ON fund_entry FOR EACH ROW BEGIN
DELETE FROM fund_month WHERE project_id = NEW.project_id AND month = substr(NEW.month, 1, 7);
INSERT INTO fund_month SELECT e.project_id, substr(e.month, 1, 7), max(e.month),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'unit'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'unit'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'unit')
FROM fund_entry e
LEFT JOIN fund_entry c ON c.id = e.corrects AND +c.deleted = 0 AND c.amount IS NOT NULL
    AND c.component IN ('land', 'fixed', 'working') AND c.source IN ('published', 'department', 'unit')
WHERE +e.deleted = 0 AND e.month IS NOT NULL AND coalesce(e.project_id, '') <> ''
    AND coalesce(substr(c.month, 1, 7) < substr(e.month, 1, 7), 0) = 0
    AND e.project_id = NEW.project_id AND substr(e.month, 1, 7) = substr(NEW.month, 1, 7)
GROUP BY 1, 2;
DELETE FROM fund_month WHERE (project_id, month) IN (
    SELECT DISTINCT project_id, substr(month, 1, 7) AS month FROM fund_entry WHERE corrects = NEW.id
);
INSERT INTO fund_month SELECT e.project_id, substr(e.month, 1, 7), max(e.month),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'unit'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'unit'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'unit')
FROM (SELECT DISTINCT project_id, substr(month, 1, 7) AS month FROM fund_entry WHERE corrects = NEW.id) t
JOIN fund_entry e ON e.project_id = t.project_id AND substr(e.month, 1, 7) = t.month
LEFT JOIN fund_entry c ON c.id = e.corrects AND +c.deleted = 0 AND c.amount IS NOT NULL
    AND c.component IN ('land', 'fixed', 'working') AND c.source IN ('published', 'department', 'unit')
WHERE +e.deleted = 0 AND e.month IS NOT NULL AND coalesce(e.project_id, '') <> ''
    AND coalesce(substr(c.month, 1, 7) < substr(e.month, 1, 7), 0) = 0
GROUP BY 1, 2;
END;

CREATE TRIGGER fund_month_delete AFTER DELETE ON fund_entry FOR EACH ROW BEGIN
DELETE FROM fund_month WHERE project_id = OLD.project_id AND month = substr(OLD.month, 1, 7);
INSERT INTO fund_month SELECT e.project_id, substr(e.month, 1, 7), max(e.month),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'unit'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'unit'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'unit')
FROM fund_entry e
LEFT JOIN fund_entry c ON c.id = e.corrects AND +c.deleted = 0 AND c.amount IS NOT NULL
    AND c.component IN ('land', 'fixed', 'working') AND c.source IN ('published', 'department', 'unit')
WHERE +e.deleted = 0 AND e.month IS NOT NULL AND coalesce(e.project_id, '') <> ''
    AND coalesce(substr(c.month, 1, 7) < substr(e.month, 1, 7), 0) = 0
    AND e.project_id = OLD.project_id AND substr(e.month, 1, 7) = substr(OLD.month, 1, 7)
GROUP BY 1, 2;
DELETE FROM fund_month WHERE (project_id, month) IN (
    SELECT DISTINCT project_id, substr(month, 1, 7) AS month FROM fund_entry WHERE corrects = OLD.id
);
INSERT INTO fund_month SELECT e.project_id, substr(e.month, 1, 7), max(e.month),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'unit'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'unit'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'unit')
FROM (SELECT DISTINCT project_id, substr(month, 1, 7) AS month FROM fund_entry WHERE corrects = OLD.id) t
JOIN fund_entry e ON e.project_id = t.project_id AND substr(e.month, 1, 7) = t.month
LEFT JOIN fund_entry c ON c.id = e.corrects AND +c.deleted = 0 AND c.amount IS NOT NULL
    AND c.component IN ('land', 'fixed', 'working') AND c.source IN ('published', 'department', 'unit')
WHERE +e.deleted = 0 AND e.month IS NOT NULL AND coalesce(e.project_id, '') <> ''
    AND coalesce(substr(c.month, 1, 7) < substr(e.month, 1, 7), 0) = 0
GROUP BY 1, 2;
END;

CREATE TRIGGER fund_month_update AFTER UPDATE OF project_id, month, component, source, amount, corrects, deleted ON fund_entry FOR EACH ROW
WHEN OLD.project_id IS NOT NEW.project_id
    OR OLD.month IS NOT NEW.month
    OR OLD.component IS NOT NEW.component
    OR OLD.source IS NOT NEW.source
    OR OLD.amount IS NOT NEW.amount
    OR OLD.corrects IS NOT NEW.corrects
    OR OLD.deleted IS NOT NEW.deleted
BEGIN
DELETE FROM fund_month WHERE project_id = OLD.project_id AND month = substr(OLD.month, 1, 7);
INSERT INTO fund_month SELECT e.project_id, substr(e.month, 1, 7), max(e.month),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'unit'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'unit'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'unit')
FROM fund_entry e
LEFT JOIN fund_entry c ON c.id = e.corrects AND +c.deleted = 0 AND c.amount IS NOT NULL
    AND c.component IN ('land', 'fixed', 'working') AND c.source IN ('published', 'department', 'unit')
WHERE +e.deleted = 0 AND e.month IS NOT NULL AND coalesce(e.project_id, '') <> ''
    AND coalesce(substr(c.month, 1, 7) < substr(e.month, 1, 7), 0) = 0
    AND e.project_id = OLD.project_id AND substr(e.month, 1, 7) = substr(OLD.month, 1, 7)
GROUP BY 1, 2;
DELETE FROM fund_month WHERE project_id = NEW.project_id AND month = substr(NEW.month, 1, 7);
INSERT INTO fund_month SELECT e.project_id, substr(e.month, 1, 7), max(e.month),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'unit'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'unit'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'unit')
FROM fund_entry e
LEFT JOIN fund_entry c ON c.id = e.corrects AND +c.deleted = 0 AND c.amount IS NOT NULL
    AND c.component IN ('land', 'fixed', 'working') AND c.source IN ('published', 'department', 'unit')
WHERE +e.deleted = 0 AND e.month IS NOT NULL AND coalesce(e.project_id, '') <> ''
    AND coalesce(substr(c.month, 1, 7) < substr(e.month, 1, 7), 0) = 0
    AND e.project_id = NEW.project_id AND substr(e.month, 1, 7) = substr(NEW.month, 1, 7)
GROUP BY 1, 2;
DELETE FROM fund_month WHERE (project_id, month) IN (
    SELECT DISTINCT project_id, substr(month, 1, 7) AS month FROM fund_entry WHERE corrects = NEW.id
);
INSERT INTO fund_month SELECT e.project_id, substr(e.month, 1, 7), max(e.month),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'land' AND e.source = 'unit'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'fixed' AND e.source = 'unit'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'published'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'department'),
    sum(e.amount) FILTER (WHERE e.component = 'working' AND e.source = 'unit')
FROM (SELECT DISTINCT project_id, substr(month, 1, 7) AS month FROM fund_entry WHERE corrects = NEW.id) t
JOIN fund_entry e ON e.project_id = t.project_id AND substr(e.month, 1, 7) = t.month
LEFT JOIN fund_entry c ON c.id = e.corrects AND +c.deleted = 0 AND c.amount IS NOT NULL
    AND c.component IN ('land', 'fixed', 'working') AND c.source IN ('published', 'department', 'unit')
WHERE +e.deleted = 0 AND e.month IS NOT NULL AND coalesce(e.project_id, '') <> ''
    AND coalesce(substr(c.month, 1, 7) < substr(e.month, 1, 7), 0) = 0
GROUP BY 1, 2;
END;
