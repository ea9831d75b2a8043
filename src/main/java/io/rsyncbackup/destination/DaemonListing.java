package io.rsyncbackup.destination;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.rsyncbackup.command.CommandOutput;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code rsync --list-only} prints with {@code TZ=UTC}, line by line. */
final class DaemonListing implements CommandOutput {
    private static final Pattern LINE = Pattern.compile(
            "(\\S)\\S{9,10} +([0-9,]+) (\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d) (.*)", Pattern.DOTALL);
    private static final Pattern ESCAPE = Pattern.compile("\\\\#([0-7]{3})");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss", Locale.ROOT);

    private final List<DaemonEntry> entries = new ArrayList<>();

    @Override
    public void out(byte[] line) {
        parse(line).filter(entry -> !entry.name().equals(".")).ifPresent(entries::add);
    }

    /** Without the directory itself. */
    List<DaemonEntry> entries() {
        return List.copyOf(entries);
    }

    /** Empty for a line that describes no file. */
    static Optional<DaemonEntry> parse(byte[] line) {
        Matcher matcher = LINE.matcher(new String(line, ISO_8859_1));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new DaemonEntry(
                    new String(unescaped(matcher.group(4)), UTF_8),
                    type(matcher.group(1)),
                    Long.parseLong(matcher.group(2).replace(",", "")),
                    time(matcher.group(3))));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static DaemonEntry.Type type(String letter) {
        return switch (letter) {
            case "d" -> DaemonEntry.Type.DIRECTORY;
            case "-" -> DaemonEntry.Type.FILE;
            case "l" -> DaemonEntry.Type.LINK;
            default -> DaemonEntry.Type.OTHER;
        };
    }

    private static Instant time(String text) {
        return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
    }

    private static byte[] unescaped(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length());
        Matcher escape = ESCAPE.matcher(name);
        int done = 0;
        while (escape.find()) {
            bytes.writeBytes(name.substring(done, escape.start()).getBytes(ISO_8859_1));
            bytes.write(Integer.parseInt(escape.group(1), 8));
            done = escape.end();
        }
        bytes.writeBytes(name.substring(done).getBytes(ISO_8859_1));
        return bytes.toByteArray();
    }
}
