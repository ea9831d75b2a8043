create table snapshot_index (
    plan        text    not null,
    name        text    not null,
    taken_at    bigint  not null,
    path        text    not null,
    partial     integer not null,
    pinned      integer not null,
    note        text,
    run         text,
    bytes_total bigint,
    files_total bigint,
    origin      text    not null,
    primary key (plan, name)
);

create index snapshot_index_newest on snapshot_index (plan, taken_at);

create table snapshot_index_state (
    plan      text    not null primary key,
    as_of     bigint,
    available integer not null
);
