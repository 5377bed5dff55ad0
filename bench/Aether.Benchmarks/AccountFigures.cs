using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Aether.Identity.Passwords;
using Aether.Mime.Scanning;
using Aether.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Benchmarks;

/// <summary>What grows with the number of accounts: <c>bench/accounts.sh</c> fills data folders with it and asks servers on them.</summary>
internal static class AccountFigures
{
    private const string Domain = "example.test";
    private const string Password = "bench";
    private const int Writers = 256;

    /// <summary>Recipients of one transaction, as many as a stranger may name by default.</summary>
    private const int Batch = 100;

    /// <summary>Adds accounts u0, u1 … through the store; all have one password and one salt, for deriving a million takes an hour.</summary>
    public static async Task FillAsync(string folder, int count)
    {
        Directory.CreateDirectory(folder);
        await using var store = MailStore.Open(new StoreOptions(folder), MimeLimits.Default, TimeProvider.System, NullLogger.Instance);
        await store.Directory.AddDomainAsync(Domain, null, CancellationToken.None);
        string secret = PasswordRecords.TryCreate(Password, null, out var records) ? records!.ToString() : throw new InvalidOperationException("The password is no good.");
        long started = Stopwatch.GetTimestamp();
        int next = -1;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            for (int at = Interlocked.Increment(ref next); at < count; at = Interlocked.Increment(ref next))
                await store.Directory.AddAccountAsync(AddressOf(at), secret, 0, CancellationToken.None);
        })));
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count:N0} accounts, {count / Stopwatch.GetElapsedTime(started).TotalSeconds:N0}/s"));
    }

    /// <summary>Asks a server for recipients and logs accounts in, spread over all of them, and prints a line of JSON.</summary>
    public static async Task AskAsync(int smtp, int imap, int count, int pid)
    {
        const int Lookups = 20_000, Logins = 200;
        await LookUpAsync(smtp, count, 2_000, pid);
        var (lookupMicroseconds, lookupCpu) = await LookUpAsync(smtp, count, Lookups, pid);
        var (loginMilliseconds, loginCpu) = await LogInAsync(imap, count, Logins, pid);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"lookup_us": {{lookupMicroseconds:0.0}}, "lookup_cpu_us": {{lookupCpu:0.0}}, "login_ms": {{loginMilliseconds:0.00}}, "login_cpu_ms": {{loginCpu:0.00}}}"""));
    }

    /// <summary>Recipients by the hundred; nothing is sent.</summary>
    private static async Task<(double Microseconds, double Cpu)> LookUpAsync(int port, int count, int times, int pid)
    {
        using var line = await OpenAsync(port);
        await line.ReplyAsync();
        await line.AskAsync("EHLO client.test");
        var took = new List<double>();
        double before = ProcessTree.CpuSeconds([pid]);
        for (int asked = 0; asked < times; asked += Batch)
        {
            var commands = new StringBuilder("MAIL FROM:<joe@far.test>\r\n");
            for (int i = 0; i < Batch; i++)
                commands.Append(CultureInfo.InvariantCulture, $"RCPT TO:<{AddressOf(Random.Shared.Next(count))}>\r\n");
            commands.Append("RSET");
            long started = Stopwatch.GetTimestamp();
            await line.AskAsync(commands.ToString(), Batch + 2);
            took.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds / Batch);
        }
        return (Median(took), (ProcessTree.CpuSeconds([pid]) - before) * 1e6 / times);
    }

    /// <summary>Each account once: nothing is remembered of any.</summary>
    private static async Task<(double Milliseconds, double Cpu)> LogInAsync(int port, int count, int times, int pid)
    {
        var took = new List<double>();
        double before = ProcessTree.CpuSeconds([pid]);
        for (int i = 0; i < times; i++)
        {
            using var line = await OpenAsync(port);
            await line.ReplyAsync();
            long started = Stopwatch.GetTimestamp();
            await line.AskAsync($"a LOGIN {AddressOf((int)((long)i * count / times))} {Password}");
            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return (Median(took), (ProcessTree.CpuSeconds([pid]) - before) * 1e3 / times);
    }

    private static string AddressOf(int number) => string.Create(CultureInfo.InvariantCulture, $"u{number}@{Domain}");

    private static double Median(List<double> all)
    {
        all.Sort();
        return all[all.Count / 2];
    }

    private static async Task<Line> OpenAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new Line(new NetworkStream(socket, ownsSocket: true));
    }

    /// <summary>Commands and replies of SMTP and IMAP alike; a refusal is an error.</summary>
    private sealed class Line(NetworkStream stream) : IDisposable
    {
        private readonly StreamReader replies = new(stream, Encoding.ASCII);

        public async Task AskAsync(string commands, int answers = 1)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(commands + "\r\n"));
            for (int i = 0; i < answers; i++)
                await ReplyAsync();
        }

        public async Task ReplyAsync()
        {
            while (true)
            {
                string line = await replies.ReadLineAsync() ?? throw new IOException("The server hung up.");
                if (line.StartsWith("* OK", StringComparison.Ordinal) || line.StartsWith("a OK", StringComparison.Ordinal) || (line[0] is '2' && line[3] is ' '))
                    return;
                if (line[0] is not ('2' or '*'))
                    throw new InvalidOperationException(line);
            }
        }

        public void Dispose()
        {
            replies.Dispose();
            stream.Dispose();
        }
    }
}
