package io.rsyncbackup.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to change of a snapshot; what is absent stays as it is.
 *
 * @param note null in the document removes it, here as the empty text
 */
@Schema(name = "SnapshotPatch", description = "What to change; what is absent stays as it is")
record SnapshotPatch(
        @Schema(description = "null or an empty text removes it") @Nullable
        Boolean pinned,

        @Nullable String note) {
    static SnapshotPatch of(Map<String, @Nullable Object> document) {
        Boolean pinned = null;
        String note = null;
        for (Map.Entry<String, @Nullable Object> field : document.entrySet()) {
            switch (field.getKey()) {
                case "pinned" -> pinned = flag(field.getValue());
                case "note" -> note = text(field.getValue());
                default -> throw ProblemException.invalid(field.getKey(), "is not known here; known are: note, pinned");
            }
        }
        return new SnapshotPatch(pinned, note);
    }

    private static boolean flag(@Nullable Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw ProblemException.invalid("pinned", "expected true or false");
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return Notes.valid(text);
        }
        throw ProblemException.invalid("note", "expected a string, or null to remove it");
    }
}
