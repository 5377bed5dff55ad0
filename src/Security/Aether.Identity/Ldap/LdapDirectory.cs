using System.Globalization;
using System.Security.Cryptography;
using Aether.Identity.Addresses;
using Aether.Protocol.Ldap;
using Aether.Storage;
using Microsoft.Extensions.Logging;

namespace Aether.Identity.Ldap;

/// <summary>A directory that others keep: who has an address, and whether a password is theirs. RFC 4511, RFC 4513.</summary>
public sealed partial class LdapDirectory : IAsyncDisposable
{
    /// <summary>Members of one group.</summary>
    public const int MaxMembers = 1000;

    private static readonly LdapFilter Anything = LdapFilter.TryParse("(objectClass=*)", out var all) ? all! : throw new InvalidOperationException();

    private readonly LdapOptions options;
    private readonly ILogger<LdapDirectory> logger;
    private readonly LdapPool pool;
    private readonly LdapMemory<LdapUser> users;
    private readonly LdapMemory<IReadOnlyList<string>> groups;

    public LdapDirectory(LdapOptions options, TimeProvider clock, ILogger<LdapDirectory> logger)
    {
        (this.options, this.logger) = (options, logger);
        pool = new LdapPool(options, clock, logger);
        users = new LdapMemory<LdapUser>(options.CacheFor, options.MissingFor, clock);
        groups = new LdapMemory<IReadOnlyList<string>>(options.CacheFor, options.MissingFor, clock);
    }

    public LdapOptions Options => options;

    /// <summary>Whether users of a domain are looked for in it.</summary>
    public bool Serves(string domain) => options.Domains.Count == 0 || options.Domains.Contains(domain);

    /// <summary>Who has an address; null: nobody.</summary>
    /// <exception cref="StoreUnavailableException">It can't be told now.</exception>
    public async ValueTask<LdapUser?> FindAsync(string address, CancellationToken ct)
    {
        if (users.TryFind(address, out var known))
            return known;
        string[] wanted = [options.MailAttribute, .. options.QuotaAttribute.Length > 0 ? (string[])[options.QuotaAttribute] : []];
        var entry = await FindOneAsync(options.UserFilter, address, wanted, ct);
        var user = entry is null ? null : Read(entry, address);
        users.Keep(address, user);
        return user;
    }

    /// <summary>The addresses of a group's members; null: there is no group of that address.</summary>
    /// <exception cref="StoreUnavailableException">It can't be told now.</exception>
    public async ValueTask<IReadOnlyList<string>?> FindGroupAsync(string address, CancellationToken ct)
    {
        if (options.GroupFilter is null)
            return null;
        if (groups.TryFind(address, out var known))
            return known;
        var entry = await FindOneAsync(options.GroupFilter, address, [options.MemberAttribute], ct);
        var members = entry is null ? null : await ReadMembersAsync(entry, ct);
        groups.Keep(address, members);
        return members;
    }

    /// <summary>Whether a password is the user's.</summary>
    /// <exception cref="StoreUnavailableException">It can't be told now.</exception>
    public async ValueTask<bool> VerifyAsync(LdapUser user, string password, CancellationToken ct)
    {
        // RFC 4513 §5.1.2: a bind with an empty password proves nothing, and succeeds.
        if (password.Length == 0 || user.Name.Length == 0)
            return false;
        var answer = options.PasswordAttribute.Length == 0
            ? await pool.BindAsync(connection => connection.BindAsync(user.Name, password, ct), ct)
            : await pool.AskAsync(connection => connection.CompareAsync(user.Name, options.PasswordAttribute, password, ct), ct);
        return answer.Result switch
        {
            LdapResultCode.Success when options.PasswordAttribute.Length == 0 => true,
            LdapResultCode.CompareTrue when options.PasswordAttribute.Length > 0 => true,
            LdapResultCode.CompareFalse or LdapResultCode.NoSuchAttribute or LdapResultCode.NoSuchObject or LdapResultCode.InvalidCredentials
                or LdapResultCode.InappropriateAuthentication or LdapResultCode.InsufficientAccessRights or LdapResultCode.UnwillingToPerform => false,
            _ => throw Away(answer),
        };
    }

    /// <summary>Asks of somebody whom nobody knows, so that who is known does not show by the time it takes.</summary>
    /// <exception cref="StoreUnavailableException">The directory does not answer.</exception>
    public async ValueTask RefuseAsync(string password, CancellationToken ct) =>
        await VerifyAsync(new LdapUser($"cn={RandomNumberGenerator.GetHexString(16, lowercase: true)},{options.Base}", "", 0), password, ct);

    public ValueTask DisposeAsync() => pool.DisposeAsync();

    private async Task<LdapResponse?> FindOneAsync(LdapFilter filter, string address, IReadOnlyList<string> attributes, CancellationToken ct)
    {
        var (end, entries) = await pool.AskAsync(connection => connection.SearchAsync(options.Base, LdapScope.Sub, filter, new LdapFilterValues(address), attributes, 2, ct), ct);
        if (entries.Count > 1 || end.Result is LdapResultCode.SizeLimitExceeded)
        {
            LogAmbiguous(logger, address);
            throw new StoreUnavailableException("The directory has several entries of one address.");
        }
        // A base that is not there says nothing of the address.
        return end.Result is LdapResultCode.Success ? entries.SingleOrDefault() : throw Away(end);
    }

    private LdapUser? Read(LdapResponse entry, string asked)
    {
        string primary = Values(entry, options.MailAttribute) is [var first, ..] ? first : "";
        if (!AddressForm.TryNormalise(primary, out string address))
        {
            LogNoAddress(logger, asked, options.MailAttribute);
            throw new StoreUnavailableException("An entry of the directory has no address.");
        }
        string quota = options.QuotaAttribute.Length > 0 && Values(entry, options.QuotaAttribute) is [var octets, ..] ? octets : "";
        return new LdapUser(entry.Name, address, long.TryParse(quota, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? bytes : 0);
    }

    /// <summary>Members that are addresses as they are; of those that are names of entries, the primary addresses.</summary>
    private async Task<IReadOnlyList<string>> ReadMembersAsync(LdapResponse group, CancellationToken ct)
    {
        var members = new List<string>();
        foreach (string member in Values(group, options.MemberAttribute).Take(MaxMembers))
        {
            if (AddressForm.TryNormalise(member, out string address))
                members.Add(address);
            else
                members.AddRange(await AddressesOfAsync(member, ct));
        }
        return members;
    }

    private async Task<IEnumerable<string>> AddressesOfAsync(string name, CancellationToken ct)
    {
        var (end, entries) = await pool.AskAsync(connection => connection.SearchAsync(name, LdapScope.Base, Anything, default, [options.MailAttribute], 1, ct), ct);
        return end.Result switch
        {
            LdapResultCode.Success => entries.SelectMany(entry => Values(entry, options.MailAttribute).Take(1)).Select(static text => AddressForm.TryNormalise(text, out string address) ? address : text),
            LdapResultCode.NoSuchObject => [], // a member that was deleted, as directories leave them behind
            _ => throw Away(end),
        };
    }

    private static IReadOnlyList<string> Values(LdapResponse entry, string attribute) => entry.Attributes.TryGetValue(attribute, out var values) ? values : [];

    private StoreUnavailableException Away(LdapResponse answer)
    {
        LogOdd(logger, (int)answer.Result, answer.Name);
        return new StoreUnavailableException("The directory can't tell.") { IsAway = true };
    }

    [LoggerMessage(2041, LogLevel.Warning, "The directory has several entries for {Address}; none is taken")]
    private static partial void LogAmbiguous(ILogger logger, string address);

    [LoggerMessage(2042, LogLevel.Warning, "The directory's entry for {Address} has no address in {Attribute}")]
    private static partial void LogNoAddress(ILogger logger, string address, string attribute);

    [LoggerMessage(2043, LogLevel.Warning, "The directory answers with result {Code}: {Text}")]
    private static partial void LogOdd(ILogger logger, int code, string text);
}
