package io.rsyncbackup;

import io.rsyncbackup.access.Passwords;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** {@code --hash-password}: reads a password's line from standard input, never from an argument that others can see. */
final class PasswordHash {
    private PasswordHash() {}

    /** @throws IllegalArgumentException when it is no password to be had */
    static void print(InputStream in, PrintStream out) {
        try {
            String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
            out.println(Passwords.hash(line == null ? "" : line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
