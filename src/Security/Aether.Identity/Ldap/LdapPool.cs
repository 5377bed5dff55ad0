using System.Collections.Concurrent;
using Aether.Protocol.Ldap;
using Aether.Storage;
using Microsoft.Extensions.Logging;

namespace Aether.Identity.Ldap;

/// <summary>
/// Connections to the servers of a directory: kept while they work, bounded in number, the next server where one fails. A server
/// that failed is asked last for a while. What can't be asked is said so, never taken for an answer (case F16).
/// </summary>
internal sealed partial class LdapPool(LdapOptions options, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Avoided = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim places = new(options.Connections);
    private readonly ConcurrentDictionary<LdapServer, DateTimeOffset> failed = new();
    private readonly ConcurrentBag<LdapConnection> askers = [];
    private readonly ConcurrentBag<LdapConnection> binders = [];

    /// <summary>Does something on a connection on which we have said who we are.</summary>
    /// <exception cref="StoreUnavailableException">No server answers.</exception>
    public Task<T> AskAsync<T>(Func<LdapConnection, Task<T>> work, CancellationToken ct) => RunAsync(askers, true, work, ct);

    /// <summary>Does something on a connection on which others say who they are.</summary>
    /// <exception cref="StoreUnavailableException">No server answers.</exception>
    public Task<T> BindAsync<T>(Func<LdapConnection, Task<T>> work, CancellationToken ct) => RunAsync(binders, false, work, ct);

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in askers.Concat(binders))
            await connection.DisposeAsync();
        places.Dispose();
    }

    private async Task<T> RunAsync<T>(ConcurrentBag<LdapConnection> idle, bool introduces, Func<LdapConnection, Task<T>> work, CancellationToken ct)
    {
        await EnterAsync(ct);
        try
        {
            // A kept one may have died while nobody used it: then its like are dead too, and a new one is tried.
            if (idle.TryTake(out var kept))
            {
                if (await TryAsync(idle, kept, work) is { } done)
                    return done.Value;
                while (idle.TryTake(out var dead))
                    await dead.DisposeAsync();
            }

            foreach (var server in options.Servers.OrderBy(server => failed.TryGetValue(server, out var at) && clock.GetUtcNow() - at < Avoided))
            {
                if (await TryOpenAsync(server, introduces, ct) is { } opened && await TryAsync(idle, opened, work, server) is { } done)
                    return done.Value;
            }
            throw new StoreUnavailableException("No server of the directory answers.") { IsAway = true };
        }
        finally
        {
            places.Release();
        }
    }

    private async Task EnterAsync(CancellationToken ct)
    {
        using var late = new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            await places.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new StoreUnavailableException("Too much waits for the directory.") { IsAway = true };
        }
    }

    private async Task<Outcome<T>?> TryAsync<T>(ConcurrentBag<LdapConnection> idle, LdapConnection connection, Func<LdapConnection, Task<T>> work, LdapServer? server = null)
    {
        try
        {
            var value = await work(connection);
            idle.Add(connection);
            return new Outcome<T>(value);
        }
        catch (LdapFailure failure)
        {
            if (server is not null)
                Avoid(server, failure);
            await connection.DisposeAsync();
            return null;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task<LdapConnection?> TryOpenAsync(LdapServer server, bool introduces, CancellationToken ct)
    {
        LdapConnection? connection = null;
        try
        {
            connection = await LdapConnection.OpenAsync(server, options, clock, ct);
            if (introduces && options.BindName.Length > 0 && await connection.BindAsync(options.BindName, options.BindPassword(), ct) is { Result: not LdapResultCode.Success } refused)
                throw new LdapFailure($"it does not take {options.BindName}: {refused.Result} {refused.Name}");
            failed.TryRemove(server, out _);
            return connection;
        }
        catch (LdapFailure failure)
        {
            Avoid(server, failure);
            if (connection is not null)
                await connection.DisposeAsync();
            return null;
        }
    }

    private void Avoid(LdapServer server, LdapFailure failure)
    {
        failed[server] = clock.GetUtcNow();
        LogFailed(logger, server, failure.Message);
    }

    [LoggerMessage(2040, LogLevel.Warning, "The directory at {Server} can't be asked: {Reason}")]
    private static partial void LogFailed(ILogger logger, LdapServer server, string reason);

    private sealed record Outcome<T>(T Value);
}
