using Aether.Admin.Certificates;
using Aether.Admin.Contracts;
using Aether.Admin.Directory;
using Aether.Admin.Doctor;
using Aether.Admin.Local;
using Aether.Admin.Logins;
using Aether.Admin.Migration;
using Aether.Admin.Queue;
using Aether.Admin.Reports;
using Aether.Admin.Signing;
using Aether.Admin.Store;
using Aether.Configuration.Schema;
using Aether.Identity.Directory;
using Aether.Identity.Passwords;
using Aether.Identity.Roles;
using Aether.Migration.Exporting;
using Aether.Migration.Importing;
using Aether.Queue;
using Aether.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Aether.Admin;

/// <summary>What this project offers the host.</summary>
public static class AdminServices
{
    private const string Root = "/api/v1";

    /// <param name="dataFolder">Where notes of what was imported are kept.</param>
    /// <param name="hash">What is kept of new passwords.</param>
    /// <param name="policy">What users may choose as a password.</param>
    /// <param name="node">What this node is called where one is to be drained.</param>
    public static IServiceCollection AddAdmin(this IServiceCollection services, string dataFolder, string node, PasswordHash hash, PasswordPolicy policy)
    {
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, AdminJson.Default));
        return services
            .AddSingleton(provider => new DirectoryService(provider.GetRequiredService<MailStore>().Directory, provider.GetRequiredService<MailStore>().Logins, hash, policy))
            .AddSingleton(provider => provider.GetRequiredService<MailStore>().Directory)
            .AddSingleton(provider => new GroupService(provider.GetRequiredService<MailStore>().Groups))
            .AddSingleton(provider => new RoleService(provider.GetRequiredService<MailStore>().Roles))
            .AddSingleton(provider => NewMailboxes(provider.GetRequiredService<MailStore>()))
            .AddSingleton(provider => new QuotaService(provider.GetRequiredService<MailStore>().Quotas))
            .AddSingleton(provider => new MailImport(provider.GetRequiredService<MailStore>(), Path.Combine(dataFolder, "imports")))
            .AddSingleton(provider => new MailExport(provider.GetRequiredService<MailStore>()))
            .AddSingleton(provider => new QueueService(provider.GetRequiredService<MailStore>(), provider.GetRequiredService<TimeProvider>()) { Node = node });
    }

    /// <summary>The management interface; until it knows logins it answers the local socket only, and to others it does not exist.</summary>
    public static void MapAdmin(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            if (!context.Request.Path.StartsWithSegments(Root) || context.Features.Get<LocalConnection>() is not null)
                return next(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        var api = app.MapGroup(Root);
        api.MapDomains();
        api.MapAccounts();
        api.MapMailboxes();
        api.MapAliases();
        api.MapGroups();
        api.MapRoles();
        api.MapAppPasswords();
        api.MapSecondFactors();
        api.MapBans();
        api.MapSessions();
        api.MapTls();
        api.MapGrants();
        api.MapTenants();
        api.MapQuotas();
        api.MapQueue();
        api.MapPauses();
        api.MapSuppressions();
        api.MapDeadLetters();
        api.MapTrace();
        api.MapStore();
        api.MapMigration();
        api.MapSigning();
        api.MapBimi();
        api.MapDoctor();
        api.MapReports();
        api.MapPilot();
    }

    private static MailboxService NewMailboxes(MailStore store) => new(store.Directory, store.Mailboxes, store.Acl);
}
