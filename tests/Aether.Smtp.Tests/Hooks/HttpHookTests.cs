using System.Net;
using System.Text;
using Aether.Smtp.Session;
using Aether.Storage.Queue;
using Aether.Testing.Servers;

namespace Aether.Smtp.Tests.Hooks;

/// <summary>A service over HTTP that is asked stage by stage.</summary>
public sealed class HttpHookTests : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly string address;
    private readonly List<string> questions = [];
    private Func<string, (int Status, string Body)> answer = _ => (200, """{ "action": "continue" }""");

    public HttpHookTests()
    {
        address = $"http://127.0.0.1:{FreePorts.Take(1)[0]}/hook/";
        listener.Prefixes.Add(address);
        listener.Start();
        _ = ServeAsync();
    }

    public void Dispose() => listener.Close();

    [Fact]
    public async Task It_is_asked_at_each_stage()
    {
        await using var server = await StartAsync();
        await server.PlayAsync(Transcript("250 2.0.0 *"));
        Assert.Equal(3, questions.Count);
        Assert.Contains("\"stage\":\"mail\"", questions[0], StringComparison.Ordinal);
        Assert.Contains("\"sender\":\"a@b.test\"", questions[0], StringComparison.Ordinal);
        Assert.Contains("\"stage\":\"rcpt\"", questions[1], StringComparison.Ordinal);
        Assert.Contains("\"recipients\":[\"ann@mx.test\"]", questions[1], StringComparison.Ordinal);
        Assert.Contains("{\"name\":\"Subject\",\"value\":\"hello\"}", questions[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "action": "reject", "text": "no, thanks" }""", "550 5.7.1 no, thanks")]
    [InlineData("""{ "action": "reject", "code": 554 }""", "554 5.7.1 *")]
    [InlineData("""{ "action": "reject", "code": 250 }""", "550 5.7.1 *")]
    [InlineData("""{ "action": "tempfail", "text": "later\r\n250 fine" }""", "451 4.7.1 later  250 fine")]
    [InlineData("""{ "action": "explode" }""", "451 4.7.1 *")]
    [InlineData("""{ "action": "continue", "addHeaders": [ { "name": "X-A", "value": "b\r\n\r\nsmuggled" } ] }""", "451 4.7.1 *")]
    [InlineData("not json", "451 4.7.1 *")]
    [InlineData("", "451 4.7.1 *")]
    public async Task It_refuses_in_its_own_words(string body, string reply)
    {
        answer = question => (200, question.Contains("content", StringComparison.Ordinal) ? body : """{ "action": "continue" }""");
        await using var server = await StartAsync();
        await server.PlayAsync(Transcript(reply));
        await server.AssertNothingTakenAsync();
    }

    [Theory, InlineData(500), InlineData(302), InlineData(404)]
    public async Task What_is_no_answer_follows_its_policy(int status)
    {
        answer = _ => (status, "");
        await using var strict = await StartAsync();
        await strict.PlayAsync("""
            S: 220 *
            C: EHLO client.test
            C: MAIL FROM:<a@b.test>
            S: ...
            S: 451 4.7.1 *
            """);
        await using var lenient = await StartAsync(HookFailurePolicy.Accept);
        await lenient.PlayAsync(Transcript("250 2.0.0 *"));
        Assert.Single(await lenient.InboxAsync("ann"));
    }

    [Fact]
    public async Task It_adds_fields_and_holds_mail()
    {
        answer = question => (200, question.Contains("content", StringComparison.Ordinal) ? """{ "action": "accept", "addHeaders": [ { "name": "X-Score", "value": "7" } ] }""" : """{ "action": "continue" }""");
        await using var server = await StartAsync();
        await server.PlayAsync(Transcript("250 2.0.0 *"));
        Assert.Contains("X-Score: 7\r\nSubject: hello\r\n", await server.OnlyMessageAsync("ann"), StringComparison.Ordinal);

        answer = question => (200, question.Contains("content", StringComparison.Ordinal) ? """{ "action": "quarantine" }""" : """{ "action": "continue" }""");
        await server.PlayAsync(Transcript("250 2.0.0 *").Replace("S:", "S2:", StringComparison.Ordinal).Replace("C:", "C2:", StringComparison.Ordinal));
        Assert.Equal(RecipientState.Held, Assert.Single(Assert.Single(await server.QueueAsync()).Recipients).State);
    }

    private static string Transcript(string reply) => $"""
        S: 220 *
        C: EHLO client.test
        C: MAIL FROM:<a@b.test>
        C: RCPT TO:<ann@mx.test>
        C: DATA
        S: ...
        S: 354 *
        C: Subject: hello
        C:
        C: body
        C: .
        S: {reply}
        """;

    private Task<SmtpTestServer> StartAsync(HookFailurePolicy policy = HookFailurePolicy.TempFail) =>
        SmtpTestServer.StartAsync(int.MaxValue, options: options => options with { Hooks = [new HookOptions("test", address) { OnFailure = policy }] });

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                string question = await reader.ReadToEndAsync();
                questions.Add(question);
                var (status, body) = answer(question);
                context.Response.StatusCode = status;
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
                context.Response.Close();
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
