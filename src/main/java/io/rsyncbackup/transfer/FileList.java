package io.rsyncbackup.transfer;

import java.util.List;

/** Files that something happened to: all counted, the first 100 named. */
public record FileList(long count, List<String> paths) {
    public static final FileList NONE = new FileList(0, List.of());
}
