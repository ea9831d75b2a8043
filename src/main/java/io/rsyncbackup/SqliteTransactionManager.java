package io.rsyncbackup;

import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;

/**
 * One transaction at a time, as SQLite has it anyway. Waiting here parks the thread; waiting inside SQLite would pin the
 * carriers of virtual threads until the very one that could go on finds none.
 */
final class SqliteTransactionManager extends JdbcTransactionManager {
    private static final long serialVersionUID = 1L;
    private final ReentrantLock writer = new ReentrantLock(true);

    SqliteTransactionManager(DataSource source) {
        super(source);
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        writer.lock();
        boolean begun = false;
        try {
            super.doBegin(transaction, definition);
            begun = true;
        } finally {
            if (!begun) {
                writer.unlock();
            }
        }
    }

    @Override
    protected void doCleanupAfterCompletion(Object transaction) {
        try {
            super.doCleanupAfterCompletion(transaction);
        } finally {
            writer.unlock();
        }
    }
}
