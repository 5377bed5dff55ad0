using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Aether.Dns.Updates;

namespace Aether.Validation.Publishing;

/// <summary>
/// Has a program of the operator's change the DNS: called with <c>add</c>, <c>add-first</c> or <c>replace</c>, name, type, seconds to live and value. Its exit code is 0
/// for done, 3 for records that are there and stay, anything else for failed; its first line of output tells why.
/// </summary>
public sealed class CommandPublisher(string program, TimeProvider clock) : IRecordPublisher
{
    private const int Exists = 3;
    private const int MaxLine = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public bool Covers(string name) => true;

    public async Task<DnsUpdateResult> PublishAsync(DnsChange change, CancellationToken ct)
    {
        string mode = change.Mode switch { DnsChangeMode.Replace => "replace", DnsChangeMode.AddFirst => "add-first", _ => "add" };
        string seconds = ((long)change.Lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, [mode, change.Name, change.Type, seconds, change.Value]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
            process.StandardInput.Close();
            try
            {
                var errors = process.StandardError.ReadToEndAsync(either.Token);
                string output = await process.StandardOutput.ReadToEndAsync(either.Token) + await errors;
                await process.WaitForExitAsync(either.Token);
                return process.ExitCode switch
                {
                    0 => new DnsUpdateResult(DnsUpdateStatus.Done),
                    Exists => new DnsUpdateResult(DnsUpdateStatus.Exists, "there is such a record, and it was left alone"),
                    _ => new DnsUpdateResult(DnsUpdateStatus.Failed, FirstLine(output, process.ExitCode)),
                };
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                ct.ThrowIfCancellationRequested();
                return new DnsUpdateResult(DnsUpdateStatus.Failed, "the command took too long");
            }
        }
        catch (Win32Exception missing)
        {
            return new DnsUpdateResult(DnsUpdateStatus.Failed, $"the command can't be run: {missing.Message}");
        }
    }

    private static string FirstLine(string output, int code)
    {
        string line = output.Split('\n').Select(text => text.Trim()).FirstOrDefault(text => text.Length > 0) ?? "";
        return line.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"the command ended with {code}") : string.Concat(line.Take(MaxLine).Select(c => char.IsControl(c) ? '?' : c));
    }
}
