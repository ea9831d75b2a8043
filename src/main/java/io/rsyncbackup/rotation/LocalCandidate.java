package io.rsyncbackup.rotation;

import java.time.ZoneId;
import java.time.ZonedDateTime;

/** A snapshot with the local time that its slots follow from. */
record LocalCandidate(RotationCandidate candidate, ZonedDateTime local) {
    static LocalCandidate of(RotationCandidate candidate, ZoneId zone) {
        return new LocalCandidate(candidate, candidate.takenAt().atZone(zone));
    }
}
