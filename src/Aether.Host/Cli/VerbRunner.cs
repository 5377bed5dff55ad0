using System.CommandLine;
using System.Net;
using System.Text.Json;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary>Runs a verb of the management interface and turns its answer into text and an exit code.</summary>
internal sealed class VerbRunner(GlobalOptions options)
{
    /// <param name="parsed">The command line.</param>
    /// <param name="request">What to ask.</param>
    /// <param name="render">Makes text for people from the JSON of the answer.</param>
    /// <param name="ct">The user gave up.</param>
    /// <param name="judge">The exit code by the JSON of the answer, where an answer alone is no success.</param>
    public async Task<int> RunAsync(ParseResult parsed, AdminRequest request, Func<string, string> render, CancellationToken ct, Func<string, int>? judge = null)
    {
        if (options.Load(parsed) is not { } configuration)
            return ExitCode.Usage;
        try
        {
            await using var gateway = await AdminGateway.OpenAsync(configuration, TimeProvider.System, ct);
            using var message = new HttpRequestMessage(request.Method, request.Path) { Content = request.Body };
            using var answer = await gateway.Client.SendAsync(message, ct);
            string body = await answer.Content.ReadAsStringAsync(ct);
            bool json = parsed.GetValue(options.Json);
            return answer.IsSuccessStatusCode ? Succeed(body, json ? Whole : render, judge) : Fail(answer.StatusCode, body, json);
        }
        catch (Exception failure) when (Failures.Describe(failure) is { } line)
        {
            return Failures.Report(failure, line);
        }
    }

    /// <summary>Writes what is answered to a file that does not exist yet.</summary>
    public async Task<int> SaveAsync(ParseResult parsed, AdminRequest request, FileInfo file, CancellationToken ct)
    {
        if (options.Load(parsed) is not { } configuration)
            return ExitCode.Usage;
        try
        {
            await using var gateway = await AdminGateway.OpenAsync(configuration, TimeProvider.System, ct);
            using var message = new HttpRequestMessage(request.Method, request.Path) { Content = request.Body };
            using var answer = await gateway.Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, ct);
            if (!answer.IsSuccessStatusCode)
                return Fail(answer.StatusCode, await answer.Content.ReadAsStringAsync(ct), parsed.GetValue(options.Json));
            await using var output = new FileStream(file.FullName, FileMode.CreateNew, FileAccess.Write);
            await answer.Content.CopyToAsync(output, ct);
            return ExitCode.Done;
        }
        catch (Exception failure) when (Failures.Describe(failure) is { } line)
        {
            return Failures.Report(failure, line);
        }
    }

    /// <summary>Prints a list of any length as it comes.</summary>
    public async Task<int> ListAsync<T>(ParseResult parsed, AdminRequest request, ListForm<T> form, CancellationToken ct)
    {
        if (options.Load(parsed) is not { } configuration)
            return ExitCode.Usage;
        try
        {
            await using var gateway = await AdminGateway.OpenAsync(configuration, TimeProvider.System, ct);
            using var message = new HttpRequestMessage(request.Method, request.Path);
            using var answer = await gateway.Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, ct);
            bool json = parsed.GetValue(options.Json);
            if (!answer.IsSuccessStatusCode)
                return Fail(answer.StatusCode, await answer.Content.ReadAsStringAsync(ct), json);
            await using var body = await answer.Content.ReadAsStreamAsync(ct);
            await using var output = Console.OpenStandardOutput();
            await using var text = new StreamWriter(output);
            if (json)
            {
                await body.CopyToAsync(output, ct);
                await text.WriteLineAsync();
            }
            else
            {
                await Table.WriteAsync(text, form.Headers, JsonSerializer.DeserializeAsyncEnumerable(body, form.Type, ct).Select(row => form.Columns(row!)), ct);
            }

            return ExitCode.Done;
        }
        catch (Exception failure) when (Failures.Describe(failure) is { } line)
        {
            return Failures.Report(failure, line);
        }
    }

    private static string Whole(string body) => (body.Length == 0 ? "{}" : body) + "\n";

    private static int Succeed(string body, Func<string, string> render, Func<string, int>? judge)
    {
        Console.Out.Write(render(body));
        return judge?.Invoke(body) ?? ExitCode.Done;
    }

    private static int Fail(HttpStatusCode status, string body, bool json)
    {
        var problem = body.StartsWith('{') ? JsonSerializer.Deserialize(body, AdminJson.Default.ProblemView) : null;
        problem ??= new ProblemView(ProblemCodes.Failed, $"The server answered {(int)status}: see its log.");
        if (json)
            Console.Out.WriteLine(JsonSerializer.Serialize(problem, AdminJson.Default.ProblemView));
        else
            Console.Error.WriteLine("aether: " + problem.Message);
        return problem.Code switch
        {
            ProblemCodes.Invalid => ExitCode.Usage,
            ProblemCodes.NotFound => ExitCode.NotFound,
            ProblemCodes.AlreadyExists => ExitCode.AlreadyExists,
            _ => ExitCode.Failed,
        };
    }
}
