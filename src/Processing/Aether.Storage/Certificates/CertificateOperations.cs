using Aether.Storage.Committing;

namespace Aether.Storage.Certificates;

/// <summary>Keeps an item in place of the one that was there.</summary>
internal sealed record SetCertificateItem(CertificateItem Item) : Operation<bool>;

/// <summary>Forgets an item.</summary>
internal sealed record RemoveCertificateItem(CertificateItemKind Kind, string Name) : Operation<bool>;

/// <summary>Forgets items whose time is over.</summary>
internal sealed record ForgetCertificateItems(DateTimeOffset Now, int Most) : Operation<int>;
