-- What is due when. Its columns are those that the library db-scheduler works with; times are epoch milliseconds.
create table timed_task (
    task_name            text    not null,
    task_instance        text    not null,
    task_data            bytea   not null,
    execution_time       bigint  not null,
    picked               boolean not null,
    picked_by            text,
    last_success         bigint,
    last_failure         bigint,
    consecutive_failures integer,
    last_heartbeat       bigint,
    version              bigint  not null,
    primary key (task_name, task_instance)
);
create index timed_task_due on timed_task (execution_time);
create index timed_task_heartbeat on timed_task (last_heartbeat);
