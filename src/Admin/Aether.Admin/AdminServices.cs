using Aether.Admin.Contracts;
using Aether.Admin.Directory;
using Aether.Admin.Local;
using Aether.Admin.Queue;
using Aether.Admin.Store;
using Aether.Identity.Directory;
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

    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, AdminJson.Default));
        return services
            .AddSingleton(provider => new DirectoryService(provider.GetRequiredService<MailStore>().Directory))
            .AddSingleton(provider => new QuotaService(provider.GetRequiredService<MailStore>().Quotas))
            .AddSingleton(provider => new QueueService(provider.GetRequiredService<MailStore>()));
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
        api.MapAliases();
        api.MapTenants();
        api.MapQuotas();
        api.MapQueue();
        api.MapStore();
    }
}
