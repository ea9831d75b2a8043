package io.rsyncbackup.command;

/** Asks whatever runs to end. Once requested it stays so. Safe for use by several threads. */
public interface StopSignal {
    StopSignal NEVER = new StopSignal() {
        @Override
        public boolean requested() {
            return false;
        }

        @Override
        public AutoCloseable onRequest(Runnable action) {
            return () -> {};
        }
    };

    boolean requested();

    /**
     * Runs the action once when the stop is requested, or at once if it already is.
     *
     * @return closes the registration
     */
    AutoCloseable onRequest(Runnable action);
}
