using Aether.Identity.Recipients;
using Aether.Identity.Sasl;
using Aether.Identity.Sessions;
using Aether.Queue.Returns;
using Aether.Smtp.Urls;
using Aether.Storage;
using Aether.Validation.Checks;
using Aether.Validation.Failures;
using Aether.Validation.Keys;

namespace Aether.Smtp.Session;

/// <summary>What stands behind the engine: the store, who is here, and how one logs in.</summary>
public sealed record SmtpBackend(MailStore Store, RecipientResolver Recipients, SaslMechanisms Mechanisms)
{
    /// <summary>Who looks at senders; null looks at none.</summary>
    public SenderChecks? Checks { get; init; }

    /// <summary>What checks find is counted for reports to the authors' domains.</summary>
    public bool CountsDmarc { get; init; }

    /// <summary>How authors' domains are told of single messages that fail; null: they are not.</summary>
    public FailureReporting? Failures { get; init; }

    /// <summary>Who reads the reports of other servers; null: nobody does.</summary>
    public ReturnedMail? Returns { get; init; }

    /// <summary>Who is logged in; null: nobody keeps a list.</summary>
    public SessionRegistry? Sessions { get; init; }

    /// <summary>Who opens URLs of users' messages; null: nobody does, and BURL is not offered.</summary>
    public IUrlSource? Urls { get; init; }

    /// <summary>Who signs; null signs nothing.</summary>
    public MessageSigner? Signer { get; init; }
}
