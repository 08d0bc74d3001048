//! Compiles units, shapes, address ranges and signs. Never: words.

use super::super::reading::role::Role;
use super::super::reading::{Reading, Shapes};
use super::compile::{Inputs, place};
use super::{AddressRange, Units};
use crate::map::IndexMap;
use std::net::IpAddr;

/// Compiles.
pub(super) fn units(inputs: &Inputs<'_>) -> Units {
    let reading = &inputs.reading;
    let mut providers: Vec<String> = inputs
        .providers
        .iter()
        .map(|(id, _)| (*id).to_owned())
        .collect();
    for provider in &reading.providers {
        place(&mut providers, &provider.id);
    }
    let mut shapes_of = |groups: &[Shapes]| -> Vec<(Option<u16>, String)> {
        let mut list = Vec::new();
        for group in groups {
            let provider = group.provider.as_ref().map(|id| place(&mut providers, id));
            list.extend(group.shapes.iter().map(|shape| (provider, shape.clone())));
        }
        list
    };
    let shapes = shapes_of(&reading.instance_types);
    let plan_shapes = shapes_of(&reading.plan_shapes);
    Units {
        sizes: reading
            .sizes
            .iter()
            .map(|size| (size.unit.clone(), size.gb))
            .collect(),
        durations: reading
            .durations
            .iter()
            .map(|time| (time.unit.clone(), time.seconds))
            .collect(),
        shapes,
        plan_shapes,
        shape_lists: reading.shape_lists.clone(),
        addresses: addresses(reading),
        symbols: symbols(&reading.symbols),
        companions: Vec::new(),
        lists: reading.lists.clone(),
    }
}

/// Longest first, so that `>=` is found before `>`.
fn symbols(roles: &IndexMap<Role, Vec<String>>) -> Vec<(String, Role)> {
    let mut list: Vec<(String, Role)> = roles
        .iter()
        .flat_map(|(role, signs)| signs.iter().map(|sign| (sign.clone(), *role)))
        .collect();
    list.sort_by_key(|(sign, role)| (std::cmp::Reverse(sign.len()), sign.clone(), *role));
    list
}

fn addresses(reading: &Reading) -> Vec<AddressRange> {
    let mut list = Vec::new();
    for class in &reading.address_classes {
        for range in &class.ranges {
            let Some((address, bits)) = range.split_once('/') else {
                continue;
            };
            let (Ok(address), Ok(bits)) = (address.parse::<IpAddr>(), bits.parse::<u8>()) else {
                continue;
            };
            let (network, long) = match address {
                IpAddr::V4(address) => (u128::from(u32::from(address)), false),
                IpAddr::V6(address) => (u128::from(address), true),
            };
            list.push(AddressRange {
                class: class.class.clone(),
                network,
                bits,
                long,
            });
        }
    }
    list
}
