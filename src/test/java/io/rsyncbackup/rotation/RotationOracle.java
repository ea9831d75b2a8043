package io.rsyncbackup.rotation;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says the same as {@link Rotation}, slowly: the words of the design, one after the other, with slots as texts. */
record RotationOracle(RotationRules rules, Instant now) {
    private static final Comparator<RotationCandidate> OLDEST_FIRST =
            Comparator.comparing(RotationCandidate::takenAt).thenComparing(RotationCandidate::name);

    Set<String> kept(List<RotationCandidate> all) {
        List<RotationCandidate> past = all.stream()
                .filter(one -> !one.takenAt().isAfter(now.plusSeconds(60)))
                .sorted(OLDEST_FIRST)
                .toList();
        Set<String> kept = new TreeSet<>();
        all.stream()
                .filter(one -> one.pinned() || one.inUse() || !past.contains(one))
                .forEach(one -> kept.add(one.name()));
        past.stream().reduce((older, newer) -> newer).ifPresent(one -> kept.add(one.name()));
        past.stream()
                .filter(one -> !one.partial())
                .reduce((older, newer) -> newer)
                .ifPresent(one -> kept.add(one.name()));
        rules.scheme().retentions().forEach((frequency, retention) -> {
            Map<String, List<RotationCandidate>> slots =
                    past.stream().collect(Collectors.groupingBy(one -> text(frequency, one.takenAt())));
            Map<String, RotationCandidate> winners = slots.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, slot -> winner(slot.getValue())));
            keptSlots(frequency, retention, winners)
                    .forEach(slot -> kept.add(winners.get(slot).name()));
        });
        return kept;
    }

    private RotationCandidate winner(List<RotationCandidate> oldestFirst) {
        List<RotationCandidate> complete =
                oldestFirst.stream().filter(one -> !one.partial()).toList();
        List<RotationCandidate> eligible = complete.isEmpty() ? oldestFirst : complete;
        return rules.keep() == Keep.OLDEST ? eligible.getFirst() : eligible.getLast();
    }

    private Set<String> keptSlots(Frequency frequency, Retention retention, Map<String, RotationCandidate> winners) {
        if (!(retention instanceof Retention.Count count)) {
            return winners.keySet();
        }
        List<String> newestFirst = winners.keySet().stream()
                .sorted(Comparator.comparing(slot -> order(frequency, slot, winners.get(slot))))
                .toList()
                .reversed();
        if (newestFirst.isEmpty()) {
            return Set.of();
        }
        if (rules.window() == Window.TIME) {
            return window(
                    frequency,
                    winners.keySet(),
                    winners.get(newestFirst.getFirst()).takenAt(),
                    count.slots());
        }
        List<String> complete = newestFirst.stream()
                .filter(slot -> !winners.get(slot).partial())
                .limit(count.slots())
                .toList();
        Set<String> kept = new HashSet<>(complete);
        int oldestKept = complete.isEmpty() ? -1 : newestFirst.indexOf(complete.getLast());
        kept.addAll(newestFirst.subList(0, oldestKept + 1).stream()
                .filter(slot -> winners.get(slot).partial())
                .toList());
        newestFirst.stream()
                .skip(oldestKept + 1L)
                .filter(slot -> winners.get(slot).partial())
                .limit(count.slots() - complete.size())
                .forEach(kept::add);
        return kept;
    }

    /** The slots among the consecutive ones that hold a snapshot. */
    private Set<String> window(Frequency frequency, Set<String> held, Instant newest, int slots) {
        Set<String> window = minutes(frequency) ? timed(frequency, newest, slots) : dated(frequency, newest, slots);
        return held.stream().filter(window::contains).collect(Collectors.toSet());
    }

    private Set<String> timed(Frequency frequency, Instant newest, int slots) {
        return Stream.iterate(newest, instant -> instant.minusSeconds(60))
                .map(instant -> text(frequency, instant))
                .distinct()
                .limit(slots)
                .collect(Collectors.toSet());
    }

    private Set<String> dated(Frequency frequency, Instant newest, int slots) {
        return Stream.iterate(newest.atZone(rules.zone()).toLocalDate(), date -> date.minusDays(1))
                .map(date -> dateText(frequency, date))
                .distinct()
                .limit(slots)
                .collect(Collectors.toSet());
    }

    private static boolean minutes(Frequency frequency) {
        return frequency == Frequency.MINUTELY || frequency == Frequency.HOURLY;
    }

    private static String order(Frequency frequency, String slot, RotationCandidate member) {
        return minutes(frequency) ? "%020d".formatted(member.takenAt().getEpochSecond()) : slot;
    }

    private String text(Frequency frequency, Instant instant) {
        ZonedDateTime local = instant.atZone(rules.zone());
        return switch (frequency) {
            case MINUTELY -> local.format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mmXXX"));
            case HOURLY -> local.format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHXXX"));
            case DAILY, WEEKLY, MONTHLY, YEARLY -> dateText(frequency, local.toLocalDate());
        };
    }

    private static String dateText(Frequency frequency, LocalDate date) {
        return switch (frequency) {
            case DAILY -> date.toString();
            case WEEKLY -> date.format(DateTimeFormatter.ISO_WEEK_DATE).substring(0, 8);
            case MONTHLY -> date.toString().substring(0, 7);
            case YEARLY -> date.toString().substring(0, 4);
            case MINUTELY, HOURLY -> throw new AssertionError();
        };
    }
}
