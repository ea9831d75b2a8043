package io.rsyncbackup.transfer;

/** What rsync counted, in files and bytes. */
public record Statistics(
        long filesTotal,
        long filesCreated,
        long filesDeleted,
        long filesTransferred,
        long bytesTotal,
        long bytesTransferred,
        long literalBytes,
        long matchedBytes,
        long sentBytes,
        long receivedBytes) {}
