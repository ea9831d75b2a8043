package io.rsyncbackup.web;

/** What people write beside a run or a snapshot. */
final class Notes {
    static final int LONGEST = 1000;

    private Notes() {}

    static String valid(String note) {
        if (note.length() > LONGEST) {
            throw ProblemException.invalid("note", "expected at most " + LONGEST + " characters");
        }
        if (note.chars().anyMatch(character -> Character.isISOControl(character) && character != '\n')) {
            throw ProblemException.invalid("note", "expected text without control characters");
        }
        return note;
    }
}
