using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Aether.Protocol.Ldap;

namespace Aether.Identity.Ldap;

/// <summary>
/// One connection to one server: one thing at a time, each within its time. Nothing is said before TLS has begun and the server
/// has shown a certificate of its name (RFC 4513 §3.1.3); then who we are, then questions. RFC 4511.
/// </summary>
internal sealed class LdapConnection : IAsyncDisposable
{
    private const int MaxMessage = 1 << 20;

    private readonly LdapOptions options;
    private readonly TimeProvider clock;
    private readonly TcpClient tcp = new() { NoDelay = true };
    private Stream stream = Stream.Null;
    private byte[] buffer = new byte[4096];
    private int filled;
    private int id;

    private LdapConnection(LdapOptions options, TimeProvider clock) => (this.options, this.clock) = (options, clock);

    /// <summary>Something went wrong on it: it can't be used any more.</summary>
    public bool IsBroken { get; private set; }

    /// <exception cref="LdapFailure">The server can't be reached, or is not the one.</exception>
    public static async Task<LdapConnection> OpenAsync(LdapServer server, LdapOptions options, TimeProvider clock, CancellationToken ct)
    {
        var connection = new LdapConnection(options, clock);
        try
        {
            await connection.TimedAsync(token => connection.ConnectAsync(server, token), ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says who we are.</summary>
    public Task<LdapResponse> BindAsync(string name, string password, CancellationToken ct) =>
        TimedAsync(token => AskAsync(LdapRequest.Bind(++id, name, password), LdapResponse.Bind, null, token), ct);

    public Task<LdapResponse> CompareAsync(string name, string attribute, string value, CancellationToken ct) =>
        TimedAsync(token => AskAsync(LdapRequest.Compare(++id, name, attribute, value), LdapResponse.Compare, null, token), ct);

    /// <summary>Looks for entries; no more than <paramref name="limit"/> are taken.</summary>
    public Task<(LdapResponse End, List<LdapResponse> Entries)> SearchAsync(string searchBase, LdapScope scope, LdapFilter filter, LdapFilterValues values, IReadOnlyList<string> attributes, int limit, CancellationToken ct) => TimedAsync(async token =>
    {
        var entries = new List<LdapResponse>();
        var end = await AskAsync(
            LdapRequest.Search(++id, searchBase, scope, filter, values, attributes, limit, Math.Max(1, (int)options.Timeout.TotalSeconds)),
            LdapResponse.SearchDone, entry => Keep(entries, entry, limit), token);
        return (end, entries);
    }, ct);

    public async ValueTask DisposeAsync()
    {
        tcp.Dispose();
        await stream.DisposeAsync();
    }

    private static void Keep(List<LdapResponse> entries, LdapResponse entry, int limit)
    {
        if (entries.Count > limit)
            throw new LdapFailure("it gives more entries than were asked for");
        entries.Add(entry);
    }

    private async Task<bool> ConnectAsync(LdapServer server, CancellationToken ct)
    {
        await tcp.ConnectAsync(server.Host, server.Port, ct);
        stream = tcp.GetStream();
        if (!server.Tls && options.StartTls)
        {
            var answer = await AskAsync(LdapRequest.StartTls(++id), LdapResponse.Extended, null, ct);
            if (answer.Result is not LdapResultCode.Success)
                throw new LdapFailure($"it does not begin TLS: {answer.Name}");
            if (filled > 0)
                throw new LdapFailure("it sent more before TLS began"); // whoever sent it, it would be taken as if it had come inside
        }
        if (server.Tls || options.StartTls)
            await StartTlsAsync(server.Host, ct);
        return true;
    }

    private async Task StartTlsAsync(string host, CancellationToken ct)
    {
        var tls = new SslStream(stream);
        stream = tls;
        var trust = new SslClientAuthenticationOptions { TargetHost = host, EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 };
        if (options.Authorities is { } authorities)
        {
            trust.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            trust.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }
        await tls.AuthenticateAsClientAsync(trust, ct);
    }

    /// <summary>Sends a request and reads up to its result.</summary>
    private async Task<LdapResponse> AskAsync(byte[] request, int result, Action<LdapResponse>? entry, CancellationToken ct)
    {
        await stream.WriteAsync(request, ct);
        await stream.FlushAsync(ct);
        while (true)
        {
            var answer = await ReadAsync(ct);
            if (answer.Id != id)
                throw new LdapFailure(answer.Id == 0 ? $"it takes leave: {answer.Name}" : "it answers what nobody asked"); // §4.4.1
            if (answer.Operation == result)
                return answer;
            if (entry is null || answer.Operation is not (LdapResponse.Entry or LdapResponse.Reference))
                throw new LdapFailure("its answer is of another kind");
            if (answer.Operation == LdapResponse.Entry)
                entry(answer);
        }
    }

    private async Task<LdapResponse> ReadAsync(CancellationToken ct)
    {
        int length;
        while (true)
        {
            if (!LdapFrame.TryLength(buffer.AsSpan(0, filled), MaxMessage, out length))
                throw new LdapFailure("what it sends is no LDAP, or too long");
            if (length > 0 && length <= filled)
                break;
            // It grows by what came, never by what the peer says will come.
            if (filled == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            int count = await stream.ReadAsync(buffer.AsMemory(filled), ct);
            if (count == 0)
                throw new LdapFailure("it closed the connection");
            filled += count;
        }

        bool isWhole = LdapResponse.TryParse(buffer.AsMemory(0, length), out var response);
        buffer.AsSpan(length, filled - length).CopyTo(buffer);
        filled -= length;
        return isWhole ? response! : throw new LdapFailure("what it sends is no LDAP");
    }

    private async Task<T> TimedAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        IsBroken = true; // unless it ends well
        try
        {
            var done = await work(either.Token);
            IsBroken = false;
            return done;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new LdapFailure($"no answer within {options.Timeout}");
        }
        catch (Exception failure) when (failure is SocketException or AuthenticationException or ObjectDisposedException || (failure is IOException and not LdapFailure))
        {
            throw new LdapFailure(failure.Message, failure);
        }
    }
}
