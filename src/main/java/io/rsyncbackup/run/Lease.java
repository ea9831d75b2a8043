package io.rsyncbackup.run;

/** The right of a node to run a run: it lasts as long as the row says so. */
record Lease(String run, String node) {}
