CREATE TABLE organisation (
    name VARCHAR,
    kind VARCHAR,
    city VARCHAR,
    address VARCHAR,
    phones VARCHAR,
    head VARCHAR,
    officer_ids VARCHAR,
    members INTEGER,
    kept_by VARCHAR,
    last_home_on DATE,
    commissioned_by VARCHAR,
    contract_on DATE,
    contract_until DATE,
    fee BIGINT,
    terms VARCHAR,
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
CREATE INDEX ix_organisation_batch_id ON organisation (batch_id);
CREATE INDEX organisation_live ON organisation (deleted, id);
CREATE TABLE greeting (
    title VARCHAR,
    contact_id VARCHAR(36),
    due_on DATE,
    done_on DATE,
    way VARCHAR,
    "by" VARCHAR,
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
CREATE INDEX greeting_live ON greeting (deleted, id);
CREATE INDEX ix_greeting_contact_id ON greeting (contact_id);
CREATE TABLE introduction (
    name VARCHAR,
    project_id VARCHAR(36),
    organisation_id VARCHAR(36),
    contact_id VARCHAR(36),
    registered_on DATE,
    award BIGINT,
    paid_on DATE,
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
CREATE INDEX introduction_live ON introduction (deleted, id);
CREATE INDEX ix_introduction_contact_id ON introduction (contact_id);
CREATE INDEX ix_introduction_organisation_id ON introduction (organisation_id);
CREATE INDEX ix_introduction_project_id ON introduction (project_id);
CREATE TABLE relation (
    tie VARCHAR,
    company_id VARCHAR(36),
    contact_id VARCHAR(36),
    organisation_id VARCHAR(36),
    to_company_id VARCHAR(36),
    to_contact_id VARCHAR(36),
    to_organisation_id VARCHAR(36),
    since DATE,
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
CREATE INDEX ix_relation_company_id ON relation (company_id);
CREATE INDEX ix_relation_contact_id ON relation (contact_id);
CREATE INDEX ix_relation_organisation_id ON relation (organisation_id);
CREATE INDEX ix_relation_to_company_id ON relation (to_company_id);
CREATE INDEX ix_relation_to_contact_id ON relation (to_contact_id);
CREATE INDEX ix_relation_to_organisation_id ON relation (to_organisation_id);
CREATE INDEX relation_live ON relation (deleted, id);
CREATE TABLE target_list (
    name VARCHAR,
    industry VARCHAR,
    supplied_by VARCHAR,
    since DATE,
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
CREATE INDEX target_list_live ON target_list (deleted, id);
CREATE TABLE target (
    name VARCHAR,
    list_id VARCHAR(36),
    company_id VARCHAR(36),
    industry VARCHAR,
    city VARCHAR,
    assigned_unit VARCHAR,
    assigned_to VARCHAR,
    standing VARCHAR,
    contacted_on DATE,
    project_id VARCHAR(36),
    why VARCHAR,
    note VARCHAR,
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
CREATE INDEX ix_target_batch_id ON target (batch_id);
CREATE INDEX ix_target_company_id ON target (company_id);
CREATE INDEX ix_target_list_id ON target (list_id);
CREATE INDEX ix_target_project_id ON target (project_id);
CREATE INDEX target_live ON target (deleted, id);
CREATE TABLE chain_node (
    name VARCHAR,
    chain VARCHAR,
    reach VARCHAR,
    from_ids VARCHAR,
    company_ids VARCHAR,
    wanted VARCHAR,
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
CREATE INDEX chain_node_live ON chain_node (deleted, id);
CREATE TABLE startup (
    name VARCHAR,
    industry VARCHAR,
    investment BIGINT,
    place VARCHAR,
    provider VARCHAR,
    phones VARCHAR,
    summary VARCHAR,
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
CREATE INDEX startup_live ON startup (deleted, id);
CREATE TABLE returnee (
    name VARCHAR,
    contact_id VARCHAR(36),
    wish VARCHAR,
    capital BIGINT,
    fair VARCHAR,
    startup_id VARCHAR(36),
    matched_on DATE,
    intent_on DATE,
    intent_amount BIGINT,
    started_on DATE,
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
CREATE INDEX ix_returnee_contact_id ON returnee (contact_id);
CREATE INDEX ix_returnee_startup_id ON returnee (startup_id);
CREATE INDEX returnee_live ON returnee (deleted, id);
CREATE INDEX greeting_open ON greeting (due_on) WHERE done_on IS NULL;
CREATE INDEX ix_visit_organisation_id ON visit (organisation_id);
