using System.ComponentModel;
using System.Diagnostics;

namespace Aether.Tls.Acme;

/// <summary>
/// DNS-01: a program of the operator's is called as <c>PROGRAM present|cleanup _acme-challenge.NAME VALUE</c>; it ends, with 0, when the TXT record is to be
/// seen or gone. No shell is in between. RFC 8555 §8.4.
/// </summary>
internal sealed class CommandProof(string program, TimeSpan patience) : IProofPresenter
{
    private const int MaxSaid = 500;

    public string Type => "dns-01";

    public Task PresentAsync(string name, string token, string authorization, CancellationToken ct) => RunAsync("present", name, authorization, ct);

    public async Task WithdrawAsync(string name, string token, string authorization)
    {
        try
        {
            await RunAsync("cleanup", name, authorization, CancellationToken.None);
        }
        catch (AcmeException)
        {
            // A record that is left in the zone proves nothing any more.
        }
    }

    private async Task RunAsync(string action, string name, string authorization, CancellationToken ct)
    {
        var (record, value) = ProofRecord.Of(name, authorization);
        var start = new ProcessStartInfo(program, [action, record, value]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        try
        {
            using var process = Process.Start(start) ?? throw new AcmeException($"{program} does not start.");
            process.StandardInput.Close();
            var said = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var complained = process.StandardError.ReadToEndAsync(CancellationToken.None);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                ct.ThrowIfCancellationRequested();
                throw new AcmeException($"{program} {action} did not end within {patience.TotalSeconds} seconds.");
            }

            await said;
            if (process.ExitCode is not 0)
                throw new AcmeException($"{program} {action} ended with {process.ExitCode}: {Short(await complained)}");
        }
        catch (Exception broken) when (broken is Win32Exception or InvalidOperationException)
        {
            throw new AcmeException($"{program} can't be run: {broken.Message}", "", broken);
        }
    }

    private static string Short(string text) => text.Length > MaxSaid ? text[..MaxSaid] : text.Trim();
}
