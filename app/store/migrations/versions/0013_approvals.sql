CREATE TABLE review (
    title VARCHAR,
    project_id VARCHAR(36),
    gate VARCHAR,
    item VARCHAR,
    verdict VARCHAR,
    threshold VARCHAR,
    found VARCHAR,
    reviewer VARCHAR,
    reviewed_on DATE,
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
CREATE INDEX ix_review_project_id ON review (project_id);
CREATE INDEX review_live ON review (deleted, id);
CREATE TABLE meeting (
    title VARCHAR,
    body VARCHAR,
    round INTEGER,
    held_on DATE,
    place VARCHAR,
    chair VARCHAR,
    attendees VARCHAR,
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
CREATE INDEX meeting_live ON meeting (deleted, id);
CREATE TABLE agenda_item (
    title VARCHAR,
    meeting_id VARCHAR(36),
    project_id VARCHAR(36),
    position INTEGER,
    argument VARCHAR,
    outcome VARCHAR,
    opinion VARCHAR,
    body VARCHAR,
    held_on DATE,
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
CREATE INDEX agenda_item_live ON agenda_item (deleted, id);
CREATE INDEX ix_agenda_item_meeting_id ON agenda_item (meeting_id);
CREATE INDEX ix_agenda_item_project_id ON agenda_item (project_id);
CREATE TABLE approval (
    title VARCHAR,
    project_id VARCHAR(36),
    filed_on DATE,
    applicant VARCHAR,
    categories VARCHAR,
    land BIGINT,
    investment BIGINT,
    special BOOLEAN,
    special_terms VARCHAR,
    zone BOOLEAN,
    facts VARCHAR,
    route VARCHAR,
    steps VARCHAR,
    basis VARCHAR,
    outcome VARCHAR,
    decided_on DATE,
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
CREATE INDEX approval_live ON approval (deleted, id);
CREATE INDEX ix_approval_project_id ON approval (project_id);
CREATE TABLE approval_step (
    title VARCHAR,
    project_id VARCHAR(36),
    approval_id VARCHAR(36),
    number INTEGER,
    step VARCHAR,
    who VARCHAR,
    outcome VARCHAR,
    opinion VARCHAR,
    decided_on DATE,
    meeting_id VARCHAR(36),
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
CREATE INDEX approval_step_live ON approval_step (deleted, id);
CREATE INDEX ix_approval_step_approval_id ON approval_step (approval_id);
CREATE INDEX ix_approval_step_meeting_id ON approval_step (meeting_id);
CREATE INDEX ix_approval_step_project_id ON approval_step (project_id);
CREATE TABLE service_item (
    title VARCHAR,
    project_id VARCHAR(36),
    item VARCHAR,
    owner_unit VARCHAR,
    owner VARCHAR,
    started_on DATE,
    limit_days INTEGER,
    done_on DATE,
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
CREATE INDEX ix_service_item_project_id ON service_item (project_id);
CREATE INDEX service_item_live ON service_item (deleted, id);
