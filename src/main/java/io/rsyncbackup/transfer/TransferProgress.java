package io.rsyncbackup.transfer;

/** How far a transfer is; totals are 0 while unknown. */
public record TransferProgress(long bytes, long bytesTotal, long files, long filesTotal) {}
