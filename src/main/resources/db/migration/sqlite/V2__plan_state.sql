-- What lasts of a plan beyond the history of its runs. Times are epoch milliseconds, sizes bytes.
create table plan_state (
    plan                    text    not null primary key,
    version                 bigint  not null,
    specification           text    not null,
    paused                  integer not null,
    first_seen_at           bigint  not null,
    last_success_at         bigint,
    last_run_id             text,
    last_run_at             bigint,
    last_outcome            text,
    consecutive_failures    integer not null,
    last_transfer_start     bigint,
    last_exit_code          integer,
    files_created           bigint,
    files_deleted           bigint,
    files_transferred       bigint,
    destination_up          integer,
    destination_size        bigint,
    destination_free        bigint,
    destination_free_inodes bigint,
    trash_pending           bigint,
    sampled_at              bigint
);

-- The destinations that are a plan's own; several where disks alternate.
create table plan_destination (
    plan           text not null references plan_state (plan) on delete cascade,
    destination_id text not null,
    primary key (plan, destination_id)
);
