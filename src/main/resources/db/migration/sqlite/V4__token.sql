-- Only hashes: whoever reads this database can log in nowhere.
create table token (
    id          varchar(64)  not null primary key,
    name        varchar(100) not null unique,
    hash        varchar(64)  not null unique,
    permissions varchar(400) not null,
    created_at  bigint       not null
);
