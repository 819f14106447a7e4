//! Where requests arrive: recognised before the credentials are added, answered after.

use std::sync::{Arc, Mutex, MutexGuard};

use bytes::Bytes;

use super::super::body::Pieces;
use super::super::{
    AttemptContext, Body, BoxFuture, Custom, Middleware, NextAttempt, Operation, OperationInfo, Transport,
    TransportError,
};
use super::arrival::Arrival;
use super::clock::Clock;
use super::reply::Act;
use super::script::Script;
use super::{Handed, locked};

/// The outermost middleware, which knows the operation, and the transport of the same client.
#[derive(Clone, Default)]
pub(super) struct Server {
    script: Arc<Mutex<Script>>,
    pub(super) clock: Clock,
}

impl Server {
    pub(super) fn script(&self) -> MutexGuard<'_, Script> {
        locked(&self.script)
    }

    /// Keeps what arrived. What is no attempt of a call, such as asking for a token, is recognised only here.
    fn receive(&self, arrival: Arrival, handed: Option<Handed>) -> Arc<Act> {
        let mut script = self.script();
        script.arrivals.push(arrival.clone());
        handed.map_or_else(|| Arc::new(script.answer(&arrival, false)), |Handed(act)| act)
    }
}

/// The operation of a request, for the transport.
#[derive(Clone, Copy)]
struct Of(&'static OperationInfo);

impl Middleware for Server {
    fn attempt<'a>(
        &'a self,
        context: AttemptContext,
        mut request: http::Request<Body>,
        next: NextAttempt<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Body>, TransportError>> {
        let act = self.script().answer(&Arrival::of(context.operation, &request), context.number > 1);
        request.extensions_mut().insert(Handed(Arc::new(act)));
        request.extensions_mut().insert(Of(context.operation));
        next.run(request)
    }
}

impl Transport for Server {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let handed = request.extensions().get().cloned();
            let operation = request.extensions().get().map_or(Custom::INFO, |Of(operation)| *operation);
            let mut arrival = Arrival::of(operation, &request);
            arrival.body = Some(whole(request.into_body()).await?);
            let act = self.receive(arrival, handed);
            act.perform(&self.clock).await
        })
    }
}

async fn whole(mut body: Body) -> Result<Bytes, TransportError> {
    let mut pieces = Pieces::default();
    while let Some(piece) = body.next().await {
        pieces.push(piece?);
    }
    Ok(pieces.finish())
}
