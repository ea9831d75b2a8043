package io.rsyncbackup.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** Remembers the lines it is given. */
public final class RecordedOutput implements CommandOutput {
    private final List<byte[]> out = new ArrayList<>();
    private final List<byte[]> err = new ArrayList<>();

    @Override
    public synchronized void out(byte[] line) {
        out.add(line);
    }

    @Override
    public synchronized void err(byte[] line) {
        err.add(line);
    }

    public synchronized List<byte[]> outBytes() {
        return List.copyOf(out);
    }

    public List<String> out() {
        return outBytes().stream().map(line -> new String(line, UTF_8)).toList();
    }

    public synchronized List<String> err() {
        return err.stream().map(line -> new String(line, UTF_8)).toList();
    }
}
