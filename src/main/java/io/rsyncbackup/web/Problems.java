package io.rsyncbackup.web;

import io.rsyncbackup.access.TokenRefusedException;
import io.rsyncbackup.backup.HookRefusedException;
import io.rsyncbackup.backup.InvalidRequestException;
import io.rsyncbackup.cluster.DatabaseBackupException;
import io.rsyncbackup.command.CommandNotStartedException;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.notify.ChannelNotFoundException;
import io.rsyncbackup.plan.PlanNotAllowedException;
import io.rsyncbackup.plan.PlanNotFoundException;
import io.rsyncbackup.plan.PlanRefusedException;
import io.rsyncbackup.plan.PlanRejectedException;
import io.rsyncbackup.run.Closure;
import io.rsyncbackup.run.NotAdmittedException;
import io.rsyncbackup.run.PlanGoneException;
import io.rsyncbackup.run.RunNotActiveException;
import io.rsyncbackup.run.RunNotFoundException;
import io.rsyncbackup.run.ShuttingDownException;
import io.rsyncbackup.snapshot.SnapshotException;
import io.rsyncbackup.snapshot.SnapshotInUseException;
import io.rsyncbackup.snapshot.SnapshotNotFoundException;
import io.rsyncbackup.snapshot.SnapshotPinnedException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Which problem an exception is: of the other rooms, of Spring, of the database. */
final class Problems {
    private Problems() {}

    static ProblemReport of(HttpServletRequest request, Exception e) {
        return switch (e) {
            case ProblemException known -> known.report();
            case InvalidRequestException invalid ->
                ProblemException.invalid(invalid.field(), message(invalid)).report();
            case HookRefusedException refused -> ProblemReport.of(of(refused.reason()), message(refused));
            case PlanNotFoundException missing -> ProblemReport.of(Problem.PLAN_NOT_FOUND, message(missing));
            case PlanRejectedException rejected -> ParameterProblems.of(rejected);
            case PlanNotAllowedException outside ->
                ProblemReport.of(
                        outside.end() == PlanNotAllowedException.End.SOURCE
                                ? Problem.SOURCE_NOT_ALLOWED
                                : Problem.DESTINATION_NOT_ALLOWED,
                        message(outside));
            case PlanRefusedException refused -> ProblemReport.of(of(refused.reason()), message(refused));
            case TokenRefusedException refused -> ProblemReport.of(of(refused.reason()), message(refused));
            case ChannelNotFoundException missing -> ProblemReport.of(Problem.CHANNEL_NOT_FOUND, message(missing));
            case RunNotFoundException missing -> ProblemReport.of(Problem.RUN_NOT_FOUND, message(missing));
            case PlanGoneException gone -> ProblemReport.of(Problem.PLAN_NOT_FOUND, message(gone));
            case RunNotActiveException ended ->
                ProblemReport.of(Problem.RUN_NOT_ACTIVE, message(ended)).onRun(ended.id(), null);
            case ShuttingDownException stopping -> ProblemReport.of(Problem.SHUTTING_DOWN, message(stopping));
            case DatabaseBackupException backup -> ProblemReport.of(of(backup.reason()), message(backup));
            case NotAdmittedException refused -> ProblemReport.of(of(refused.reason()), message(refused));
            case SnapshotNotFoundException missing -> ProblemReport.of(Problem.SNAPSHOT_NOT_FOUND, message(missing));
            case SnapshotPinnedException pinned -> ProblemReport.of(Problem.SNAPSHOT_PINNED, message(pinned));
            case SnapshotInUseException used -> ProblemReport.of(Problem.SNAPSHOT_IN_USE, message(used));
            case SnapshotException snapshot -> of(snapshot);
            case DestinationException destination -> ProblemReport.of(of(destination.reason()), message(destination));
            case CommandNotStartedException missing ->
                ProblemReport.of(Problem.DESTINATION_UNAVAILABLE, message(missing));
            case DataAccessResourceFailureException database -> databaseUnavailable();
            case TransientDataAccessException database -> databaseUnavailable();
            case RecoverableDataAccessException database -> databaseUnavailable();
            case UncategorizedDataAccessException database -> databaseUnavailable();
            case CannotCreateTransactionException database -> databaseUnavailable();
            case TransactionSystemException database -> databaseUnavailable();
            default -> ofHttp(request, e);
        };
    }

    private static ProblemReport ofHttp(HttpServletRequest request, Exception e) {
        return switch (e) {
            case HttpMessageNotReadableException body -> JsonProblems.of(body);
            case HttpMediaTypeNotSupportedException type -> unsupportedType(request, type);
            case HttpMediaTypeNotAcceptableException accept ->
                ProblemReport.of(
                        Problem.NOT_ACCEPTABLE, "this can be had as: " + joined(accept.getSupportedMediaTypes()));
            case HttpRequestMethodNotSupportedException method -> methodNotAllowed(request, method);
            case NoHandlerFoundException missing -> notFound(request);
            case NoResourceFoundException missing -> notFound(request);
            case AccessDeniedException denied ->
                ProblemReport.of(Problem.FORBIDDEN, "the token lacks the permission for this");
            case ErrorResponse known when known.getStatusCode().is4xxClientError() -> ParameterProblems.of(e, known);
            default -> ParameterProblems.find(e).orElseGet(Problems::internal);
        };
    }

    private static Problem of(DestinationException.Reason reason) {
        return switch (reason) {
            case NOT_RECOGNISED -> Problem.DESTINATION_NOT_RECOGNISED;
            case BUSY -> Problem.DESTINATION_BUSY;
            case UNAVAILABLE,
                    OUT_OF_SPACE,
                    OUT_OF_INODES,
                    READ_ONLY,
                    PERMISSION,
                    LATEST_INCOMPLETE,
                    NETWORK,
                    HOST_KEY,
                    AUTHENTICATION -> Problem.DESTINATION_UNAVAILABLE;
        };
    }

    private static Problem of(DatabaseBackupException.Reason reason) {
        return switch (reason) {
            case ELSEWHERE -> Problem.DATABASE_ELSEWHERE;
            case OUT_OF_SPACE -> Problem.DATA_DISK_FULL;
            case FAILED -> Problem.DATABASE_UNAVAILABLE;
        };
    }

    private static Problem of(Closure.Reason reason) {
        return switch (reason) {
            case DRAINING -> Problem.DRAINING;
            case DATA_DISK_FULL -> Problem.DATA_DISK_FULL;
        };
    }

    private static Problem of(PlanRefusedException.Reason reason) {
        return switch (reason) {
            case NOT_EDITABLE -> Problem.PLAN_NOT_EDITABLE;
            case IN_USE -> Problem.PLAN_IN_USE;
            case PRECONDITION -> Problem.PRECONDITION_FAILED;
        };
    }

    private static Problem of(TokenRefusedException.Reason reason) {
        return switch (reason) {
            case NOT_FOUND -> Problem.TOKEN_NOT_FOUND;
            case NAME_TAKEN -> Problem.TOKEN_NAME_TAKEN;
            case LAST_ADMIN -> Problem.LAST_ADMIN_TOKEN;
        };
    }

    private static Problem of(HookRefusedException.Reason reason) {
        return switch (reason) {
            case UNKNOWN_MODULE -> Problem.PLAN_NOT_FOUND;
            case AMBIGUOUS_MODULE -> Problem.PLAN_AMBIGUOUS;
            case SNAPSHOT_UNDER_WAY -> Problem.DESTINATION_BUSY;
        };
    }

    private static ProblemReport of(SnapshotException e) {
        return switch (e.reason()) {
            case OUT_OF_SPACE, OUT_OF_INODES, READ_ONLY, PERMISSION, LATEST_INCOMPLETE ->
                ProblemReport.of(Problem.DESTINATION_UNAVAILABLE, message(e));
            case STOPPED, INTERNAL -> internal();
        };
    }

    static ProblemReport internal() {
        return ProblemReport.of(
                Problem.INTERNAL_ERROR, "an unexpected error; the server's log has it under this requestId");
    }

    private static ProblemReport databaseUnavailable() {
        return ProblemReport.of(
                Problem.DATABASE_UNAVAILABLE, "the database does not answer; the server's log says why");
    }

    private static ProblemReport notFound(HttpServletRequest request) {
        return ProblemReport.of(
                Problem.NOT_FOUND, "nothing is at " + request.getRequestURI() + "; GET /api/v1 links to what there is");
    }

    private static ProblemReport methodNotAllowed(
            HttpServletRequest request, HttpRequestMethodNotSupportedException e) {
        String[] supported = e.getSupportedMethods();
        return ProblemReport.of(
                Problem.METHOD_NOT_ALLOWED,
                e.getMethod() + " does not work on " + request.getRequestURI()
                        + (supported == null ? "" : "; it takes " + String.join(", ", supported)));
    }

    private static ProblemReport unsupportedType(HttpServletRequest request, HttpMediaTypeNotSupportedException e) {
        String wanted = e.getSupportedMediaTypes().isEmpty()
                ? MediaType.APPLICATION_JSON_VALUE
                : e.getSupportedMediaTypes().getFirst().toString();
        String type = request.getContentType();
        String sent = type == null ? "no Content-Type" : "Content-Type " + type;
        return ProblemReport.of(
                Problem.UNSUPPORTED_MEDIA_TYPE,
                "the body came with " + sent + "; add the header: -H 'Content-Type: " + wanted + "'");
    }

    private static String joined(List<MediaType> types) {
        return types.isEmpty() ? MediaType.APPLICATION_JSON_VALUE : MediaType.toString(types);
    }

    private static String message(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
