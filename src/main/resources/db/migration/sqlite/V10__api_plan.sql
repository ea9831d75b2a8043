-- Plans made over the API; those of the configuration are read at every start. What lasts of each is in plan_state.
create table api_plan (
    name       text   not null primary key,
    document   text   not null,
    changed_at bigint not null,
    changed_by text
);
