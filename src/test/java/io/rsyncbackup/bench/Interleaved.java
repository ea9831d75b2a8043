package io.rsyncbackup.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Lets contenders do the same work in turn, each round in another order, and compares medians. */
public final class Interleaved {
    /** Does its work of one round. */
    public interface Contender {
        /** Seconds of each thing that it measured, by the name of the row. */
        Map<String, Double> round(int round);
    }

    private final List<Contender> contenders = new ArrayList<>();
    private final Map<String, List<Double>> measured = new LinkedHashMap<>();

    /** Adds one with a single row. */
    public Interleaved add(String row, java.util.function.IntToDoubleFunction work) {
        return add(round -> Map.of(row, work.applyAsDouble(round)));
    }

    /** Adds one. */
    public Interleaved add(Contender contender) {
        contenders.add(contender);
        return this;
    }

    /** Plays the rounds; {@code prepare} comes before each of them and is not measured. */
    public Interleaved play(int rounds, java.util.function.IntConsumer prepare) {
        List<Contender> order = new ArrayList<>(contenders);
        for (int round = 0; round < rounds; round++) {
            prepare.accept(round);
            for (Contender contender : order) {
                contender
                        .round(round)
                        .forEach((row, seconds) -> measured.computeIfAbsent(row, name -> new ArrayList<>())
                                .add(seconds));
            }
            Collections.rotate(order, 1);
        }
        return this;
    }

    /** Forgets what was measured until now, as in rounds that only warm up. */
    public Interleaved forget() {
        measured.clear();
        return this;
    }

    /** The median of every row. */
    public Map<String, Double> medians() {
        Map<String, Double> medians = new LinkedHashMap<>();
        measured.keySet().forEach(row -> medians.put(row, median(row)));
        return medians;
    }

    /** The median of a row; NaN when nobody measured it. */
    public double median(String row) {
        double[] values = measured.getOrDefault(row, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return values.length == 0 ? Double.NaN : values[values.length / 2];
    }

    /** One median divided by another. */
    public double ratio(String row, String to) {
        return median(row) / median(to);
    }

    /** The median of a row divided by that of what was measured elsewhere. */
    public double ratio(Interleaved other, String row) {
        return median(row) / other.median(row);
    }

    /** Every row: least, median, most, and the median's ratio to that of another row. */
    public String table(String to) {
        StringBuilder table = new StringBuilder(machine()).append('\n');
        table.append("%-44s %8s %8s %8s  %s%n".formatted("seconds", "least", "median", "most", "ratio to " + to));
        measured.forEach((row, values) -> {
            double[] sorted =
                    values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            table.append("%-44s %8.3f %8.3f %8.3f  %.3f%n"
                    .formatted(row, sorted[0], median(row), sorted[sorted.length - 1], ratio(row, to)));
        });
        return table.toString();
    }

    private static String machine() {
        return "%d processors, %s, Linux %s, load %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        first("/proc/cpuinfo", "model name"),
                        System.getProperty("os.version"),
                        first("/proc/loadavg", ""));
    }

    private static String first(String file, String prefix) {
        try {
            return Arrays.stream(Files.readString(Path.of(file), StandardCharsets.UTF_8)
                            .split("\n", -1))
                    .filter(line -> line.startsWith(prefix))
                    .map(line -> Objects.requireNonNull(line).substring(line.indexOf(':') + 1))
                    .map(String::strip)
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
