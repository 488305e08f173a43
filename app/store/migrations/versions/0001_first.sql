CREATE TABLE attachment (
    parent_kind VARCHAR,
    parent_id VARCHAR,
    name VARCHAR,
    sha256 VARCHAR,
    size INTEGER,
    media_type VARCHAR,
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
CREATE INDEX attachment_live ON attachment (deleted, id);
CREATE TABLE base (
    kind VARCHAR(30) NOT NULL,
    id VARCHAR(36) NOT NULL,
    deleted BOOLEAN NOT NULL,
    doc VARCHAR NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE TABLE change (
    seq INTEGER NOT NULL,
    change_id VARCHAR(36) NOT NULL,
    label VARCHAR(60) NOT NULL,
    actor VARCHAR(100) NOT NULL,
    at BIGINT NOT NULL,
    role VARCHAR(4) NOT NULL,
    target VARCHAR(36),
    undone BOOLEAN NOT NULL,
    PRIMARY KEY (seq),
    UNIQUE (change_id)
);
CREATE INDEX change_open ON change (undone, seq);
CREATE TABLE company (
    name VARCHAR,
    short_name VARCHAR,
    credit_code VARCHAR,
    industry VARCHAR,
    city VARCHAR,
    address VARCHAR,
    phones VARCHAR,
    website VARCHAR,
    parent_id VARCHAR(36),
    note VARCHAR,
    tags VARCHAR,
    batch_id VARCHAR(36),
    source VARCHAR,
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
CREATE INDEX company_live ON company (deleted, id);
CREATE INDEX ix_company_batch_id ON company (batch_id);
CREATE INDEX ix_company_parent_id ON company (parent_id);
CREATE TABLE "conflict" (
    target_kind VARCHAR,
    target_id VARCHAR,
    reason VARCHAR,
    title VARCHAR,
    entries VARCHAR,
    author VARCHAR,
    author_device VARCHAR,
    authored_at BIGINT,
    other VARCHAR,
    other_at BIGINT,
    status VARCHAR,
    chosen VARCHAR,
    resolved_by VARCHAR,
    resolved_at BIGINT,
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
CREATE INDEX conflict_live ON "conflict" (deleted, id);
CREATE TABLE contact (
    name VARCHAR,
    reading VARCHAR,
    company_id VARCHAR(36),
    title VARCHAR,
    phones VARCHAR,
    wechat VARCHAR,
    email VARCHAR,
    city VARCHAR,
    hometown VARCHAR,
    chamber VARCHAR,
    last_contact_on DATE,
    contact_every_days INTEGER,
    note VARCHAR,
    tags VARCHAR,
    batch_id VARCHAR(36),
    source VARCHAR,
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
CREATE INDEX contact_live ON contact (deleted, id);
CREATE INDEX ix_contact_batch_id ON contact (batch_id);
CREATE INDEX ix_contact_company_id ON contact (company_id);
CREATE TABLE file (
    sha256 VARCHAR(64) NOT NULL,
    size BIGINT NOT NULL,
    state VARCHAR(10) NOT NULL,
    reason VARCHAR,
    PRIMARY KEY (sha256)
);
CREATE INDEX file_by_state ON file (state);
CREATE TABLE history (
    seq INTEGER NOT NULL,
    change_id VARCHAR(36) NOT NULL,
    kind VARCHAR(30) NOT NULL,
    id VARCHAR(36) NOT NULL,
    action VARCHAR(10) NOT NULL,
    at BIGINT NOT NULL,
    "by" VARCHAR(100) NOT NULL,
    origin VARCHAR(10) NOT NULL,
    fields VARCHAR NOT NULL,
    PRIMARY KEY (seq)
);
CREATE INDEX history_by_change ON history (change_id);
CREATE INDEX history_by_record ON history (kind, id, seq);
CREATE TABLE hq_digest (
    kind VARCHAR(30) NOT NULL,
    records INTEGER NOT NULL,
    total VARCHAR(20) NOT NULL,
    PRIMARY KEY (kind)
);
CREATE TABLE import_batch (
    file_name VARCHAR,
    sha256 VARCHAR,
    counts VARCHAR,
    leftovers VARCHAR,
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
CREATE INDEX import_batch_live ON import_batch (deleted, id);
CREATE TABLE meta (
    name VARCHAR(60) NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY (name)
);
CREATE TABLE next_step (
    title VARCHAR,
    due_on DATE,
    done_on DATE,
    owner VARCHAR,
    project_id VARCHAR(36),
    company_id VARCHAR(36),
    contact_id VARCHAR(36),
    visit_id VARCHAR(36),
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
CREATE INDEX ix_next_step_company_id ON next_step (company_id);
CREATE INDEX ix_next_step_contact_id ON next_step (contact_id);
CREATE INDEX ix_next_step_project_id ON next_step (project_id);
CREATE INDEX ix_next_step_visit_id ON next_step (visit_id);
CREATE INDEX next_step_live ON next_step (deleted, id);
CREATE TABLE outbox (
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    op_id VARCHAR(32) NOT NULL,
    change_id VARCHAR(36) NOT NULL,
    kind VARCHAR(30) NOT NULL,
    id VARCHAR(36) NOT NULL,
    action VARCHAR(10) NOT NULL,
    base_rev INTEGER NOT NULL,
    at BIGINT NOT NULL,
    fields VARCHAR NOT NULL,
    state VARCHAR(10) NOT NULL,
    reason VARCHAR,
    settled_at BIGINT,
    UNIQUE (op_id)
);
CREATE INDEX outbox_by_record ON outbox (kind, id, state);
CREATE INDEX outbox_by_state ON outbox (state, seq);
CREATE TABLE parked (
    kind VARCHAR(30) NOT NULL,
    id VARCHAR(36) NOT NULL,
    "row" VARCHAR NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE TABLE project (
    name VARCHAR,
    stage VARCHAR,
    stage_on DATE,
    investor_id VARCHAR(36),
    contact_ids VARCHAR,
    industry VARCHAR,
    channel VARCHAR,
    investment BIGINT,
    investment_words VARCHAR,
    foreign_investment BIGINT,
    foreign_words VARCHAR,
    land BIGINT,
    place VARCHAR,
    responsible_unit VARCHAR,
    leader VARCHAR,
    found_by VARCHAR,
    reported_on DATE,
    reported_words VARCHAR,
    summary VARCHAR,
    note VARCHAR,
    tags VARCHAR,
    batch_id VARCHAR(36),
    source VARCHAR,
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
CREATE INDEX ix_project_batch_id ON project (batch_id);
CREATE INDEX ix_project_investor_id ON project (investor_id);
CREATE INDEX project_live ON project (deleted, id);
CREATE TABLE search_doc (
    docid INTEGER NOT NULL,
    kind VARCHAR(30) NOT NULL,
    id VARCHAR(36) NOT NULL,
    title VARCHAR NOT NULL,
    sort_key VARCHAR NOT NULL,
    PRIMARY KEY (docid)
);
CREATE UNIQUE INDEX search_doc_by_record ON search_doc (kind, id);
CREATE TABLE setting (
    name VARCHAR(200) NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY (name)
);
CREATE TABLE sync_run (
    seq INTEGER NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    report VARCHAR NOT NULL,
    PRIMARY KEY (seq)
);
CREATE TABLE trip (
    title VARCHAR,
    starts_on DATE,
    ends_on DATE,
    leader VARCHAR,
    members VARCHAR,
    cities VARCHAR,
    purpose VARCHAR,
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
CREATE INDEX trip_live ON trip (deleted, id);
CREATE TABLE visit (
    visited_on DATE,
    kind VARCHAR,
    subject VARCHAR,
    company_id VARCHAR(36),
    project_id VARCHAR(36),
    contact_ids VARCHAR,
    trip_id VARCHAR(36),
    our_people VARCHAR,
    place VARCHAR,
    content VARCHAR,
    promised VARCHAR,
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
CREATE INDEX ix_visit_company_id ON visit (company_id);
CREATE INDEX ix_visit_project_id ON visit (project_id);
CREATE INDEX ix_visit_trip_id ON visit (trip_id);
CREATE INDEX visit_live ON visit (deleted, id);
CREATE VIRTUAL TABLE search USING fts5(title, body, content='', contentless_delete=1, prefix='1 2 3', tokenize='ascii');
