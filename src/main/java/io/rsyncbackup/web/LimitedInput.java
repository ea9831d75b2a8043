package io.rsyncbackup.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** Ends with a problem instead of more bytes than allowed. */
final class LimitedInput extends ServletInputStream {
    private final ServletInputStream input;
    private long left;

    LimitedInput(ServletInputStream input, long limit) {
        this.input = input;
        this.left = limit;
    }

    @Override
    public int read() throws IOException {
        int next = input.read();
        if (next >= 0) {
            count(1);
        }
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = input.read(buffer, offset, length);
        if (read > 0) {
            count(read);
        }
        return read;
    }

    private void count(int read) {
        left -= read;
        if (left < 0) {
            throw new ProblemException(Problem.CONTENT_TOO_LARGE, BodyLimitFilter.DETAIL);
        }
    }

    @Override
    public boolean isFinished() {
        return input.isFinished();
    }

    @Override
    public boolean isReady() {
        return input.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        input.setReadListener(listener);
    }
}
