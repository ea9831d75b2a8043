package io.rsyncbackup.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Everything that can go wrong for a caller, with its page. The only such table. */
enum Problem {
    INVALID_REQUEST(
            400,
            "The request is not valid",
            "Something in the path, the query, a header or the body is not what this endpoint understands.",
            "Look at \"detail\" and \"errors\": they name each field and what was expected. /swagger-ui.html shows every"
                    + " endpoint with an example."),
    UNAUTHORIZED(
            401,
            "A token is needed",
            "The request came without a token, or with one that this server does not know.",
            "Send the header Authorization: Bearer TOKEN. The first start of the server wrote an admin token to"
                    + " admin.token in its data directory; bin/backup-server --new-admin-token makes a new one."),
    FORBIDDEN(
            403,
            "Not allowed",
            "The token is known, but lacks the permission that this endpoint needs; or a web page of another site sent the"
                    + " request.",
            "Use a token with the permission that \"detail\" names: an administrator gives one with POST /api/v1/tokens. Web pages of other sites cannot call this server."),
    NOT_FOUND(
            404,
            "Nothing is here",
            "No endpoint has this path.",
            "Check the path; GET /api/v1 links to what there is, and /swagger-ui.html shows all of it."),
    PLAN_NOT_FOUND(
            404,
            "There is no such plan",
            "No plan has this name, or your token may not see it.",
            "GET /api/v1/plans lists the plans."),
    RUN_NOT_FOUND(
            404,
            "There is no such run",
            "No run has this id. Old runs are removed from the history after a while.",
            "GET /api/v1/runs lists the runs, newest first."),
    SNAPSHOT_NOT_FOUND(
            404,
            "There is no such snapshot",
            "The plan's index holds no snapshot of this name. It may have been rotated away.",
            "GET /api/v1/plans/PLAN/snapshots lists them; POST …/snapshots/refresh reads the destination anew."),
    TOKEN_NOT_FOUND(404, "There is no such token", "No token has this id.", "GET /api/v1/tokens lists them."),
    CHANNEL_NOT_FOUND(
            404,
            "There is no such channel",
            "No notification channel has this name.",
            "GET /api/v1/channels lists them; they are made in the configuration."),
    METHOD_NOT_ALLOWED(
            405,
            "This method does not work here",
            "The path exists, but not with this method.",
            "The header Allow of the answer lists the methods that work."),
    NOT_ACCEPTABLE(
            406,
            "This form of answer is not to be had",
            "The header Accept asks for something that this endpoint cannot give.",
            "Leave the header Accept out, or ask for what \"detail\" lists."),
    RUN_ALREADY_ACTIVE(
            409,
            "The plan has an active run",
            "A plan has at most one queued or running run. Nothing was started.",
            "Wait for the run that \"runId\" names, cancel it, or add ?ifActive=join to be given that run instead."),
    RUN_NOT_ACTIVE(
            409,
            "The run has ended",
            "Only a queued or running run can be cancelled.",
            "Nothing needs to be done: GET /api/v1/runs/ID tells how it ended."),
    PLAN_NOT_EDITABLE(
            409,
            "This plan cannot be changed over HTTP",
            "The plan comes from the configuration.",
            "Change the configuration file and restart the server."),
    PLAN_IN_USE(
            409,
            "The plan has an active run",
            "While a run is queued or running its plan cannot be removed.",
            "Wait for the run or cancel it, then try again."),
    PLAN_AMBIGUOUS(
            409,
            "Several plans fit",
            "Two or more plans with source none have the directory that an rsync daemon names for their destination.",
            "Give each plan a destination of its own; \"detail\" names the plans."),
    TOKEN_NAME_TAKEN(
            409,
            "A token has this name",
            "Each token has a name of its own, so that the audit log says who it was. Nothing was made.",
            "Choose another name, or DELETE the token that has it first: GET /api/v1/tokens lists them."),
    LAST_ADMIN_TOKEN(
            409,
            "Nobody else could administer this server",
            "This is the last credential that may give tokens and adopt destinations. It was not taken away.",
            "Make another token with the role admin and without an end first (POST /api/v1/tokens), then take this one"
                    + " away. On the server's host bin/backup-server --new-admin-token replaces the token called admin."),
    DESTINATION_NOT_RECOGNISED(
            409,
            "The destination is not the one expected",
            "What lies at the plan's destination is not known to it: another disk, or an empty directory where a disk"
                    + " should be mounted. Nothing was written.",
            "Mount the right disk. If this is the right place, accept it with POST /api/v1/plans/PLAN/adopt; an empty"
                    + " directory needs the body {\"initialise\": true}."),
    DESTINATION_UNAVAILABLE(
            409,
            "The destination cannot be used now",
            "It is missing, read-only, full, or not accessible for the server. \"detail\" says which.",
            "POST /api/v1/plans/PLAN/check looks at everything that the plan needs and says what is wrong."),
    DESTINATION_BUSY(
            409,
            "The destination is busy",
            "A run, or another server, is writing there.",
            "Wait for it to end: GET /api/v1/runs?state=running lists this server's runs. Then try again."),
    SNAPSHOT_PINNED(
            409,
            "The snapshot is pinned",
            "A pinned snapshot is never removed, neither by rotation nor by name.",
            "If it really should go: PATCH the snapshot with {\"pinned\": false} first."),
    SNAPSHOT_IN_USE(
            409,
            "The snapshot is in use",
            "A running run needs it.",
            "Try again when the run that \"detail\" names has ended."),
    DATABASE_ELSEWHERE(
            409,
            "The database is not this server's own",
            "It is a PostgreSQL, which several servers share; a file on one of them would be no good place for its backup.",
            "Use pg_dump --format=custom, or whatever backs up that PostgreSQL."),
    PRECONDITION_FAILED(
            412,
            "Somebody was quicker",
            "The header If-Match or If-None-Match does not hold: it was changed since you read it.",
            "GET it again, apply your change to what it is now, and send that with the new ETag."),
    CONTENT_TOO_LARGE(
            413,
            "The body is too large",
            "No request to this server needs more than 1 MB.",
            "Check what is sent: a run takes no files and no paths, only a few fields."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "The body's type is not understood",
            "The header Content-Type does not say JSON. curl -d says it is a form unless told otherwise.",
            "Add the header: curl -H 'Content-Type: application/json' …"),
    RANGE_NOT_SATISFIABLE(
            416,
            "The log has no such bytes",
            "The header Range, or from, begins at or after the end of the log; or it is not a single range of bytes.",
            "The header X-Log-Size tells how long the log is. Of a running run more may follow:"
                    + " ?follow=true&from=OFFSET waits for it."),
    IDEMPOTENCY_KEY_REUSED(
            422,
            "The idempotency key was used for another request",
            "Within 24 hours the same key with another body cannot be a repetition. Nothing was started.",
            "Take a new key for a new request. \"runId\" names the run that the key belongs to."),
    SOURCE_NOT_ALLOWED(
            422,
            "The plan may not read this source",
            "The configuration limits which sources a plan made over HTTP may have.",
            "Choose a source that is allowed, or ask whoever runs this server to allow it."),
    DESTINATION_NOT_ALLOWED(
            422,
            "The plan may not write to this destination",
            "The configuration limits which destinations a plan made over HTTP may have.",
            "Choose a destination that is allowed, or ask whoever runs this server to allow it."),
    RUN_NOT_SUCCESSFUL(
            424,
            "The run did not end as required",
            "The run has ended, but not as ?require= asks. It is in \"run\".",
            "\"reason\" and \"message\" of the run say why; GET /api/v1/runs/ID/log has everything that happened."),
    TOO_MANY_REQUESTS(
            429,
            "Too many requests",
            "Too many logins from this address failed within a minute.",
            "Wait as Retry-After says, and correct the token or password that is sent: some program may repeat a wrong one."
                    + " A right token is taken all the time."),
    INTERNAL_ERROR(
            500,
            "The server made a mistake",
            "This should not happen. The server's log has the details under the request id.",
            "Search the server's log for the value of \"requestId\" and report what is there."),
    DATABASE_UNAVAILABLE(
            503,
            "The database cannot be used",
            "The server cannot read or write its database. Running backups go on.",
            "Check the disk of the data directory (full, read-only) or the PostgreSQL server, then try again."),
    NODE_UNAVAILABLE(
            503,
            "Another server cannot be reached",
            "The run is on another server of the cluster, which does not answer.",
            "Try again; a server that stays away is given up and its runs are ended as interrupted."),
    SHUTTING_DOWN(
            503,
            "The server is stopping",
            "It takes no new runs any more.",
            "Try again when it has started anew; queued runs survive a restart."),
    DRAINING(
            503,
            "The server is drained",
            "Somebody is preparing maintenance: this server begins no new runs, and those that run go on to their end.",
            "Wait for the restart, which ends it, or end it now: curl -X DELETE …/api/v1/drain. Another server on the same"
                    + " database takes the request meanwhile."),
    DATA_DISK_FULL(
            507,
            "The server's own disk is nearly full",
            "The file system of the data directory has less room than backup.min-free-space. No new run begins, since neither"
                    + " its log nor what becomes of it could be written.",
            "Free some space on that file system; \"detail\" names it. It goes on by itself. Old copies in database-backups"
                    + " may go, and a shorter backup.history.keep makes the history smaller.");

    private final int status;
    private final String title;
    private final String explanation;
    private final String mend;

    Problem(int status, String title, String explanation, String mend) {
        this.status = status;
        this.title = title;
        this.explanation = explanation;
        this.mend = mend;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String explanation() {
        return explanation;
    }

    String mend() {
        return mend;
    }

    static Optional<Problem> find(String code) {
        return Arrays.stream(values())
                .filter(problem -> problem.code().equals(code))
                .findFirst();
    }

    /** For errors that others report by status alone. */
    static Problem ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHORIZED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 412 -> PRECONDITION_FAILED;
            case 413 -> CONTENT_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 416 -> RANGE_NOT_SATISFIABLE;
            case 429 -> TOO_MANY_REQUESTS;
            case 503 -> SHUTTING_DOWN;
            // Tomcat's answers to transfer encodings and versions of HTTP that it does not know.
            case 501, 505 -> INVALID_REQUEST;
            default -> status >= 400 && status < 500 ? INVALID_REQUEST : INTERNAL_ERROR;
        };
    }
}
