package io.rsyncbackup.web;

import io.rsyncbackup.backup.StartRequest;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.run.StepName;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a caller may say about a run; every field may be left out. */
@Schema(name = "RunStart", description = "What to do; all steps by default")
record RunStart(
        @KnownValues({"backup", "snapshot", "rotate"}) @Nullable
        List<@Nullable String> steps,

        @Schema(description = "Start the real programs in their simulating mode and change nothing") @Nullable
        Boolean dryRun,

        @Nullable String note,

        @Schema(description = "The fingerprint of a preview: the run fails if rotation would decide otherwise")
        @Nullable
        String expectedRotation,

        @Schema(description = "Do not mind the limit of deletions this once") @Nullable
        Boolean allowDeletions) {
    private static final Set<StepName> TO_ASK_FOR = EnumSet.of(StepName.BACKUP, StepName.SNAPSHOT, StepName.ROTATE);
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-fA-F]{1,128}");

    static RunStart orDefault(@Nullable RunStart given) {
        return given == null ? new RunStart(null, null, null, null, null) : given;
    }

    StartRequest toStartRequest() {
        if (expectedRotation != null && !FINGERPRINT.matcher(expectedRotation).matches()) {
            throw ProblemException.invalid("expectedRotation", "expected the fingerprint of a rotation preview");
        }
        return new StartRequest(
                stepNames(),
                Boolean.TRUE.equals(dryRun),
                note == null ? null : Notes.valid(note),
                expectedRotation,
                Boolean.TRUE.equals(allowDeletions));
    }

    /** Those asked for, or what is asked for by saying nothing. */
    List<StepName> stepsFor(Plan plan) {
        List<StepName> named = stepNames();
        if (!named.isEmpty()) {
            return named;
        }
        return plan.spec().source() == null
                ? List.of(StepName.SNAPSHOT, StepName.ROTATE)
                : List.of(StepName.BACKUP, StepName.SNAPSHOT, StepName.ROTATE);
    }

    /** The same for what means the same, however it was written. */
    String hash() {
        try {
            byte[] canonical = toStartRequest().toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private List<StepName> stepNames() {
        // Generated clients send an empty list for one that was not set.
        if (steps == null || steps.isEmpty()) {
            return List.of();
        }
        List<StepName> named = new ArrayList<>();
        for (int index = 0; index < steps.size(); index++) {
            named.add(stepName(index, steps.get(index)));
        }
        Set<StepName> distinct = EnumSet.copyOf(named);
        if (distinct.size() < named.size()) {
            throw ProblemException.invalid("steps", "each step only once");
        }
        return List.copyOf(distinct);
    }

    private static StepName stepName(int index, @Nullable String text) {
        return TO_ASK_FOR.stream()
                .filter(step -> step.text().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.invalid("steps[" + index + "]", "expected one of backup, snapshot, rotate"));
    }
}
