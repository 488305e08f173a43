CREATE TABLE fund_entry (
    project_id VARCHAR(36),
    month DATE,
    component VARCHAR,
    source VARCHAR,
    amount BIGINT,
    real_estate BOOLEAN,
    foreign_amount BIGINT,
    currency VARCHAR,
    rate VARCHAR,
    rate_on DATE,
    evidence VARCHAR,
    corrects VARCHAR(36),
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
CREATE INDEX fund_entry_live ON fund_entry (deleted, id);
CREATE INDEX ix_fund_entry_corrects ON fund_entry (corrects);
CREATE INDEX ix_fund_entry_project_id ON fund_entry (project_id);
CREATE TABLE month_lock (
    month DATE,
    unit VARCHAR,
    pack VARCHAR,
    pack_version INTEGER,
    totals VARCHAR,
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
CREATE INDEX month_lock_live ON month_lock (deleted, id);
CREATE TABLE fund_commitment (
    project_id VARCHAR(36),
    fund VARCHAR,
    stake VARCHAR,
    amount BIGINT,
    committed_on DATE,
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
CREATE INDEX fund_commitment_live ON fund_commitment (deleted, id);
CREATE INDEX ix_fund_commitment_project_id ON fund_commitment (project_id);
CREATE TABLE tax_return (
    project_id VARCHAR(36),
    company_id VARCHAR(36),
    year INTEGER,
    amount BIGINT,
    recorded_on DATE,
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
CREATE INDEX ix_tax_return_company_id ON tax_return (company_id);
CREATE INDEX ix_tax_return_project_id ON tax_return (project_id);
CREATE INDEX tax_return_live ON tax_return (deleted, id);
