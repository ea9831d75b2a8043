package io.rsyncbackup.notify;

/** What a web server said; the text is cut and may hold anything. */
record Answer(int status, String text) {}
