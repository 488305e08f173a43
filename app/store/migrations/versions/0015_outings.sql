CREATE TABLE squad (
    name VARCHAR,
    unit VARCHAR,
    leader VARCHAR,
    county_leader BOOLEAN,
    members VARCHAR,
    target BIGINT,
    since DATE,
    until DATE,
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
CREATE INDEX squad_live ON squad (deleted, id);
CREATE TABLE promise (
    title VARCHAR,
    side VARCHAR,
    due_on DATE,
    owner VARCHAR,
    promised_on DATE,
    said_by VARCHAR,
    company_id VARCHAR(36),
    project_id VARCHAR(36),
    contact_id VARCHAR(36),
    visit_id VARCHAR(36),
    closed_on DATE,
    outcome VARCHAR,
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
CREATE INDEX ix_promise_company_id ON promise (company_id);
CREATE INDEX ix_promise_contact_id ON promise (contact_id);
CREATE INDEX ix_promise_project_id ON promise (project_id);
CREATE INDEX ix_promise_visit_id ON promise (visit_id);
CREATE INDEX promise_live ON promise (deleted, id);
CREATE INDEX ix_trip_squad_id ON trip (squad_id);
CREATE INDEX promise_open ON promise (due_on) WHERE closed_on IS NULL;
