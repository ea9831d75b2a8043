package io.rsyncbackup.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.util.Comparator;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Hides in a server's answer what it repeats of the URL, whose path and query may be secret as a whole or in parts. Pure. */
final class UrlSecrets {
    /** Shorter parts are words, and to hide them would leave nothing to read. */
    private static final int SHORTEST_PART = 6;

    private UrlSecrets() {}

    static String hideIn(String text, URI url) {
        TreeSet<String> secrets = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        Stream.of(url.getRawPath(), url.getPath())
                .filter(Objects::nonNull)
                .flatMap(path -> Stream.of(path, path.replaceFirst("^/", "")))
                .flatMap(path -> Stream.of(path, path.replace("/", "\\/")))
                .filter(path -> path.length() > 1)
                .forEach(secrets::add);
        Stream.of(url.getRawQuery(), url.getQuery())
                .filter(query -> query != null && !query.isEmpty())
                .forEach(secrets::add);
        Stream.concat(segments(url.getRawPath()), values(url.getRawQuery()))
                .flatMap(part -> Stream.of(part, decoded(part), decoded(part.replace("+", "%2B"))))
                .filter(part -> part.length() >= SHORTEST_PART)
                .forEach(secrets::add);
        String hidden = text;
        for (String secret : secrets) {
            hidden = hidden.replace(secret, "…");
        }
        return hidden;
    }

    private static Stream<String> segments(String path) {
        return path == null ? Stream.empty() : Stream.of(path.split("/", -1));
    }

    private static Stream<String> values(String query) {
        return query == null
                ? Stream.empty()
                : Stream.of(query.split("&", -1)).map(pair -> pair.substring(pair.indexOf('=') + 1));
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part, UTF_8);
    }
}
