using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Aether.Testing.Clients;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Logins;

/// <summary>Whoever is refused learns nothing by it: neither from the words nor from the time that they take. Case A01.</summary>
[Collection(nameof(Quiet))]
public sealed class RefusalTests : IAsyncLifetime
{
    private const int PerSession = 100;

    private AetherServer server = null!;
    private int tried;

    public async ValueTask InitializeAsync()
    {
        server = await AetherServer.StartAsync(config => config["limits"] = new JsonObject { ["logins"] = new JsonObject { ["failuresPerSession"] = PerSession, ["refusalStep"] = "25 ms" } });
        await server.CliAsync(["account", "disable", "bob@example.test"]);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    /// <summary>With AETHER_REFUSALS as many of each as one likes; the case wants 1,000.</summary>
    [Fact]
    public async Task Who_is_nobody_who_is_disabled_and_who_is_wrong_are_refused_alike()
    {
        int each = int.Parse(Environment.GetEnvironmentVariable("AETHER_REFUSALS") ?? "60", CultureInfo.InvariantCulture);
        await MeasureAsync(5); // code that runs for the first time takes longer
        // Of samples that are alike one in a hundred looks unlike: what is unlike looks so each time.
        for (int round = 1; ; round++)
        {
            var (first, again) = await MeasureAsync(each);
            string figures = $"{each} each: {Describe(first)}; for the second time {Describe(again)}";
            TestContext.Current.TestOutputHelper?.WriteLine(figures);
            if (AreAlike(first) && AreAlike(again))
                return;
            Assert.True(round < 5, figures);
        }
    }

    /// <summary>Neither who has an account nor whether it is disabled or its password right.</summary>
    private static bool AreAlike(double[][] kinds) => kinds.Max(Median) - kinds.Min(Median) < 2 && Likelihoods(kinds).Min() > 0.01;

    private static string Describe(double[][] kinds) =>
        $"medians {string.Join(", ", kinds.Select(static kind => $"{Median(kind):0.00}"))} ms of nobody, of a wrong password, of a disabled account with the right one and with a wrong one, p {string.Join(", ", Likelihoods(kinds).Select(static p => $"{p:0.000}"))}";

    private static double[] Likelihoods(double[][] kinds) => [.. kinds.SelectMany((one, at) => kinds[..at].Select(other => Likelihood(one, other)))];

    private static double Median(double[] sorted) => sorted[sorted.Length / 2];

    /// <returns>Milliseconds of each kind, sorted: of attempts that are new, and of the same once more.</returns>
    private async Task<(double[][] First, double[][] Again)> MeasureAsync(int each)
    {
        string[] users = ["nobody@example.test", "ann@example.test", "bob@example.test", "bob@example.test"];
        var first = users.Select(_ => new List<double>()).ToArray();
        var again = users.Select(_ => new List<double>()).ToArray();
        LineClient? client = null;
        for (int i = 0; i < each; i++)
        {
            if (i % (PerSession / 10) == 0)
            {
                if (client is not null)
                    await client.DisposeAsync();
                client = await LineClient.ConnectAsync(server.Imap);
                await client.ReadAsync();
            }

            int[] order = [0, 1, 2, 3];
            Random.Shared.Shuffle(order); // nobody comes first each time
            foreach (int kind in order)
            {
                // Spelled otherwise each time: else the right password of the disabled account would be new once only. The wrong one is
                // as long, and as often the same.
                string user = Respelled(users[kind], tried++);
                string password = kind == 2 ? "secret" : "wrong!";
                first[kind].Add(await RefuseAsync(client!, user, password));
                again[kind].Add(await RefuseAsync(client!, user, password));
            }
        }

        await client!.DisposeAsync();
        return ([.. first.Select(static kind => kind.Order().ToArray())], [.. again.Select(static kind => kind.Order().ToArray())]);
    }

    private static async Task<double> RefuseAsync(LineClient client, string user, string password)
    {
        long begin = Stopwatch.GetTimestamp();
        string? answer = await client.AskAsync($"a LOGIN {user} {password}");
        double took = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        Assert.Equal("a NO [AUTHENTICATIONFAILED] Authentication failed.", answer);
        return took;
    }

    /// <summary>An address in large letters where a number has bits.</summary>
    private static string Respelled(string address, int number) => string.Concat(address.Select((letter, at) => (number >> at & 1) == 1 ? char.ToUpperInvariant(letter) : letter));

    /// <summary>How likely two samples of one distribution are as far apart as these (Kolmogorov and Smirnov).</summary>
    private static double Likelihood(double[] one, double[] other)
    {
        double distance = 0;
        for (int i = 0, j = 0; i < one.Length && j < other.Length;)
        {
            double at = Math.Min(one[i], other[j]);
            while (i < one.Length && one[i] <= at)
                i++;
            while (j < other.Length && other[j] <= at)
                j++;
            distance = Math.Max(distance, Math.Abs(((double)i / one.Length) - ((double)j / other.Length)));
        }

        double size = Math.Sqrt((double)one.Length * other.Length / (one.Length + other.Length));
        double x = (size + 0.12 + (0.11 / size)) * distance;
        double sum = 0;
        for (int k = 1; k <= 100; k++)
            sum += (k % 2 == 1 ? 2 : -2) * Math.Exp(-2 * k * k * x * x);
        return x < 0.2 ? 1 : Math.Clamp(sum, 0, 1);
    }
}
