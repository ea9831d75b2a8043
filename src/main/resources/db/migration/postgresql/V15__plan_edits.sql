-- The versions that deleted plans had, since those of a new plan of the same name go on from there.
create table deleted_plan (
    plan    text   not null primary key,
    version bigint not null
);

-- At most one row, which whoever makes or changes a plan writes: two of them must see each other.
create table plan_edit (
    held integer not null primary key
);
