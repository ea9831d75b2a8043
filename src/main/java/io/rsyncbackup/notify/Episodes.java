package io.rsyncbackup.notify;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What is not well with each plan. To be changed in a transaction. */
@Repository
class Episodes {
    private static final int ATTEMPTS = 5;

    private final JdbcClient jdbc;

    Episodes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return what to tell; two servers that look at once do not both get to tell */
    List<Episode.News> change(String plan, Function<Episode, Episode.Turn> change) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Episode before = find(plan);
            Episode.Turn turn = change.apply(before);
            if (turn.next().equals(before) || replaced(plan, before, turn.next())) {
                return turn.news();
            }
        }
        throw new OptimisticLockingFailureException("what is wrong with plan " + plan + " changes all the time");
    }

    private Episode find(String plan) {
        return jdbc.sql("select trouble, skipped from notification_plan where plan = :plan")
                .param("plan", plan)
                .query((row, number) -> new Episode(read(row.getString("trouble")), row.getInt("skipped")))
                .optional()
                .orElse(Episode.NONE);
    }

    private boolean replaced(String plan, Episode before, Episode after) {
        jdbc.sql("insert into notification_plan (plan, trouble, skipped) values (:plan, '', 0) on conflict do nothing")
                .param("plan", plan)
                .update();
        return jdbc.sql("update notification_plan set trouble = :trouble, skipped = :skipped"
                                + " where plan = :plan and trouble = :troubleBefore and skipped = :skippedBefore")
                        .param("trouble", write(after))
                        .param("skipped", after.skipped())
                        .param("plan", plan)
                        .param("troubleBefore", write(before))
                        .param("skippedBefore", before.skipped())
                        .update()
                == 1;
    }

    private static String write(Episode episode) {
        return episode.trouble().stream().map(Occasion::text).collect(Collectors.joining(","));
    }

    /** What a later version wrote and this one does not know is left out. */
    private static java.util.Set<Occasion> read(String texts) {
        List<String> known = List.of(texts.split(",", -1));
        return Arrays.stream(Occasion.values())
                .filter(occasion -> known.contains(occasion.text()))
                .collect(Collectors.toSet());
    }
}
