package io.rsyncbackup.run;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Texts that must not be written anywhere. */
final class Secrets {
    private static final String HIDDEN = "***";
    private final List<String> texts = new CopyOnWriteArrayList<>();

    void add(String text) {
        if (!text.isBlank()) {
            texts.add(text);
        }
    }

    String hide(String text) {
        String hidden = text;
        for (String secret : texts) {
            hidden = hidden.replace(secret, HIDDEN);
        }
        return hidden;
    }

    @Nullable
    String hideIn(@Nullable String text) {
        return text == null ? null : hide(text);
    }

    byte[] hide(byte[] line) {
        if (texts.isEmpty()) {
            return line;
        }
        // one character per byte: whatever the line's encoding is, nothing else of it changes
        String hidden = new String(line, StandardCharsets.ISO_8859_1);
        for (String secret : texts) {
            String bytes = new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            hidden = hidden.replace(bytes, HIDDEN);
        }
        return hidden.getBytes(StandardCharsets.ISO_8859_1);
    }
}
