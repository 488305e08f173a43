CREATE TABLE stage_move (
    project_id VARCHAR(36),
    "before" VARCHAR,
    "after" VARCHAR,
    moved_on DATE,
    exit_reason VARCHAR,
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
CREATE INDEX ix_stage_move_project_id ON stage_move (project_id);
CREATE INDEX stage_move_live ON stage_move (deleted, id);
CREATE TABLE node (
    title VARCHAR,
    project_id VARCHAR(36),
    planned_on DATE,
    done_on DATE,
    owner_unit VARCHAR,
    owner VARCHAR,
    weight INTEGER,
    fact VARCHAR,
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
CREATE INDEX ix_node_project_id ON node (project_id);
CREATE INDEX node_live ON node (deleted, id);
CREATE TABLE team_member (
    name VARCHAR,
    project_id VARCHAR(36),
    duty VARCHAR,
    unit VARCHAR,
    post VARCHAR,
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
CREATE INDEX ix_team_member_project_id ON team_member (project_id);
CREATE INDEX team_member_live ON team_member (deleted, id);
CREATE TABLE listing (
    project_id VARCHAR(36),
    list VARCHAR,
    since DATE,
    until DATE,
    reason VARCHAR,
    reason_out VARCHAR,
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
CREATE INDEX ix_listing_project_id ON listing (project_id);
CREATE INDEX listing_live ON listing (deleted, id);
