namespace Aether.Storage.Grants;

/// <summary>The queries about grants, one implementation an engine.</summary>
internal interface IGrantReads
{
    ValueTask<GrantState?> FindAsync(string id, CancellationToken ct);

    /// <summary>Those of an account whose code was redeemed, the latest first.</summary>
    ValueTask<IReadOnlyList<GrantState>> ListAsync(AccountId account, CancellationToken ct);

    /// <summary>A program that waits, by what its user types.</summary>
    ValueTask<DeviceRow?> FindDeviceAsync(string userCode, DateTimeOffset now, CancellationToken ct);

    /// <summary>The latest first.</summary>
    ValueTask<IReadOnlyList<OauthKeyRow>> ListKeysAsync(CancellationToken ct);

    ValueTask<OauthClientRow?> FindClientAsync(string id, CancellationToken ct);
}
