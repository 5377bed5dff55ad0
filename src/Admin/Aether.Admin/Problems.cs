using Aether.Admin.Contracts;
using Aether.Storage.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aether.Admin;

/// <summary>Turns outcomes into HTTP answers, in one place.</summary>
internal static class Problems
{
    public static IResult Invalid(string message) => Answer(StatusCodes.Status400BadRequest, ProblemCodes.Invalid, message);

    public static IResult NotFound(string what) => Answer(StatusCodes.Status404NotFound, ProblemCodes.NotFound, $"There is no {what}.");

    /// <param name="result">What the directory said.</param>
    /// <param name="what">What it was about, such as <c>domain example.test</c>.</param>
    public static IResult Of(DirectoryResult result, string what) => result switch
    {
        DirectoryResult.Done => TypedResults.NoContent(),
        DirectoryResult.AlreadyExists => Answer(StatusCodes.Status409Conflict, ProblemCodes.AlreadyExists, $"There is already an entry for {what}."),
        DirectoryResult.NotFound => NotFound(what),
        DirectoryResult.NoSuchDomain => Answer(StatusCodes.Status404NotFound, ProblemCodes.NoSuchDomain, $"The domain of {what} is not served here: add it first."),
        DirectoryResult.NotEmpty => Answer(StatusCodes.Status409Conflict, ProblemCodes.NotEmpty, $"The {what} still has accounts or aliases: remove them first."),
        _ => Answer(StatusCodes.Status500InternalServerError, ProblemCodes.Failed, $"Unexpected outcome for {what}."),
    };

    private static JsonHttpResult<ProblemView> Answer(int status, string code, string message) =>
        TypedResults.Json(new ProblemView(code, message), AdminJson.Default.ProblemView, statusCode: status);
}
