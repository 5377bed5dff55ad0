using Aether.Admin.Contracts;
using Aether.Identity.Directory;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aether.Admin;

/// <summary>Turns outcomes into HTTP answers, in one place.</summary>
internal static class Problems
{
    public static IResult NotFound(string what) => Answer(StatusCodes.Status404NotFound, ProblemCodes.NotFound, $"There is no {what}.");

    public static IResult Invalid(string message) => Answer(StatusCodes.Status400BadRequest, ProblemCodes.Invalid, message);

    public static IResult Failed(string message) => Answer(StatusCodes.Status503ServiceUnavailable, ProblemCodes.Failed, message);

    public static IResult Of(DirectoryChange change) => change.Status switch
    {
        DirectoryChangeStatus.Done when change.Warning is { } warning => TypedResults.Json(new WarningView(warning), AdminJson.Default.WarningView),
        DirectoryChangeStatus.Done => TypedResults.NoContent(),
        DirectoryChangeStatus.Invalid => Answer(StatusCodes.Status400BadRequest, ProblemCodes.Invalid, change.Message),
        DirectoryChangeStatus.NotFound => Answer(StatusCodes.Status404NotFound, ProblemCodes.NotFound, change.Message),
        DirectoryChangeStatus.AlreadyExists => Answer(StatusCodes.Status409Conflict, ProblemCodes.AlreadyExists, change.Message),
        _ => Answer(StatusCodes.Status409Conflict, ProblemCodes.Conflict, change.Message),
    };

    private static JsonHttpResult<ProblemView> Answer(int status, string code, string message) =>
        TypedResults.Json(new ProblemView(code, message), AdminJson.Default.ProblemView, statusCode: status);
}
