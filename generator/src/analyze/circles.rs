//! Which types are in one circle with each other.

use crate::model::TypeId;

/// The strongly connected component of each node: Kosaraju's algorithm, without recursion.
pub(super) fn components(nodes: usize, edges: impl IntoIterator<Item = (TypeId, TypeId)>) -> Vec<usize> {
    let mut forward = vec![Vec::new(); nodes];
    let mut backward = vec![Vec::new(); nodes];
    for (from, to) in edges {
        forward[from.0].push(to.0);
        backward[to.0].push(from.0);
    }
    let mut component = vec![usize::MAX; nodes];
    for root in finishing_order(&forward).into_iter().rev() {
        flood(&backward, root, &mut component);
    }
    component
}

fn finishing_order(graph: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; graph.len()];
    let mut order = Vec::with_capacity(graph.len());
    for root in 0..graph.len() {
        let mut stack = if std::mem::replace(&mut seen[root], true) { Vec::new() } else { vec![(root, 0)] };
        while let Some((node, next)) = stack.pop() {
            match graph[node].get(next) {
                Some(&child) => {
                    stack.push((node, next + 1));
                    if !std::mem::replace(&mut seen[child], true) {
                        stack.push((child, 0));
                    }
                }
                None => order.push(node),
            }
        }
    }
    order
}

fn flood(graph: &[Vec<usize>], root: usize, component: &mut [usize]) {
    let mut open = if component[root] == usize::MAX { vec![root] } else { Vec::new() };
    while let Some(node) = open.pop() {
        component[node] = root;
        open.extend(graph[node].iter().copied().filter(|next| component[*next] == usize::MAX));
    }
}
