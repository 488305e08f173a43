CREATE TABLE goal (
    name VARCHAR,
    owner VARCHAR,
    unit VARCHAR,
    measure VARCHAR,
    amount BIGINT,
    rank VARCHAR,
    period VARCHAR,
    starts_on DATE,
    note VARCHAR,
    id VARCHAR(36) NOT NULL,
    rev INTEGER NOT NULL,
    deleted BOOLEAN NOT NULL,
    extra VARCHAR,
    changed_at BIGINT,
    changed_by VARCHAR,
    unit_id VARCHAR,
    created_at BIGINT,
    created_by VARCHAR,
    PRIMARY KEY (id)
);
CREATE INDEX goal_live ON goal (deleted, id);
CREATE TABLE lead_judgement (
    name VARCHAR,
    project_id VARCHAR(36),
    valuable BOOLEAN,
    judged_on DATE,
    reason VARCHAR,
    id VARCHAR(36) NOT NULL,
    rev INTEGER NOT NULL,
    deleted BOOLEAN NOT NULL,
    extra VARCHAR,
    changed_at BIGINT,
    changed_by VARCHAR,
    unit_id VARCHAR,
    created_at BIGINT,
    created_by VARCHAR,
    PRIMARY KEY (id)
);
CREATE INDEX ix_lead_judgement_project_id ON lead_judgement (project_id);
CREATE INDEX lead_judgement_live ON lead_judgement (deleted, id);
CREATE TABLE posting (
    name VARCHAR,
    sort VARCHAR,
    unit VARCHAR,
    city VARCHAR,
    head VARCHAR,
    county_rank BOOLEAN,
    assistant VARCHAR,
    members VARCHAR,
    liaison VARCHAR,
    starts_on DATE,
    ends_on DATE,
    note VARCHAR,
    id VARCHAR(36) NOT NULL,
    rev INTEGER NOT NULL,
    deleted BOOLEAN NOT NULL,
    extra VARCHAR,
    changed_at BIGINT,
    changed_by VARCHAR,
    unit_id VARCHAR,
    created_at BIGINT,
    created_by VARCHAR,
    PRIMARY KEY (id)
);
CREATE INDEX posting_live ON posting (deleted, id);
CREATE TABLE merit (
    name VARCHAR,
    year INTEGER,
    verdict VARCHAR,
    decided_on DATE,
    decided_by VARCHAR,
    reason VARCHAR,
    suggested VARCHAR,
    id VARCHAR(36) NOT NULL,
    rev INTEGER NOT NULL,
    deleted BOOLEAN NOT NULL,
    extra VARCHAR,
    changed_at BIGINT,
    changed_by VARCHAR,
    unit_id VARCHAR,
    created_at BIGINT,
    created_by VARCHAR,
    PRIMARY KEY (id)
);
CREATE INDEX merit_live ON merit (deleted, id);
CREATE TABLE alert_snooze (
    parent_kind VARCHAR,
    parent_id VARCHAR,
    light VARCHAR,
    until DATE,
    reason VARCHAR,
    id VARCHAR(36) NOT NULL,
    rev INTEGER NOT NULL,
    deleted BOOLEAN NOT NULL,
    extra VARCHAR,
    changed_at BIGINT,
    changed_by VARCHAR,
    unit_id VARCHAR,
    created_at BIGINT,
    created_by VARCHAR,
    PRIMARY KEY (id)
);
CREATE INDEX alert_snooze_live ON alert_snooze (deleted, id);
