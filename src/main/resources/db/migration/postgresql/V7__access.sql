-- Roles, limits and ends of tokens. Those that were there are the administrator's.
alter table token add column role varchar(20);
alter table token add column plans text;
alter table token add column created_by varchar(300);
alter table token add column expires_at bigint;
alter table token add column last_used_at bigint;
update token set role = 'admin' where permissions = '*';

-- Who changed what over the API, and who was refused. Never a body, a query or a secret.
create table audit (
    id         bigint       generated always as identity primary key,
    at         bigint       not null,
    caller     varchar(300),
    token_id   varchar(300),
    address    varchar(64)  not null,
    method     varchar(20)  not null,
    path       varchar(600) not null,
    action     varchar(64),
    plan       varchar(63),
    run        varchar(64),
    status     integer      not null,
    outcome    varchar(20)  not null,
    request_id varchar(64)  not null
);
create index audit_by_time on audit (at);
create index audit_by_outcome on audit (outcome, id);
