-- What is still to be told, in the order in which it happened. Times are epoch milliseconds.
create table notification (
    position   integer primary key autoincrement,
    id         text    not null unique,
    channel    text    not null,
    body       text    not null,
    created_at bigint  not null,
    next_at    bigint  not null,
    attempts   integer not null
);

create index notification_of_channel on notification (channel, position);

-- How each channel did when it was last used.
create table notification_channel (
    channel      text not null primary key,
    delivered_at bigint,
    failed_at    bigint,
    error        text
);

-- What a plan's channels were told that has not ended yet: names of occasions, separated by commas.
create table notification_plan (
    plan    text    not null primary key,
    trouble text    not null,
    skipped integer not null
);
