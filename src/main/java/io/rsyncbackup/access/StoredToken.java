package io.rsyncbackup.access;

/** A token as it is remembered: by its hash. */
record StoredToken(Caller caller, TokenHash hash) {}
